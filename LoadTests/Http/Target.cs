using System.Net;
using System.Net.Sockets;

namespace Commerce.LoadTests.Http;

/// <summary>The server under load: plain HTTP on one address.</summary>
/// <param name="Authority">Host and port as the user wrote them.</param>
public sealed record Target(string Authority, EndPoint EndPoint)
{
    /// <summary>Finds an address of the server that answers.</summary>
    /// <exception cref="SocketException">None does, or the name is unknown.</exception>
    public static async Task<Target> Reach(Uri url)
    {
        // Left to itself this tries each address of the name; the one that answered is kept.
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(url.IdnHost, url.Port);
        return new(url.Authority, socket.RemoteEndPoint!);
    }
}
