using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Commerce.Clustering;

/// <summary>A port at which nobody listens.</summary>
internal static class FreePort
{
    /// <summary>
    /// Below those that the system gives to whoever connects somewhere: one of these may be taken
    /// before it is listened at.
    /// </summary>
    public static int Find()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(10_000, 32_000);
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressAlreadyInUse)
            {
                // Another, then.
            }
        }
    }
}
