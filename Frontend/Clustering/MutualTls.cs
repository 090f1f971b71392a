using System.IO.Pipelines;
using System.Net.Security;
using System.Security.Authentication;
using Microsoft.AspNetCore.Connections;

namespace Commerce.Clustering;

/// <summary>
/// TLS 1.3 between the processes of a cluster, beneath Orleans' own protocol. Each side shows its
/// certificate; one that is not of the cluster is told nothing and closed.
/// </summary>
public static partial class MutualTls
{
    /// <summary>Bytes of the largest TLS record: a fuller one costs less.</summary>
    private const int Record = 16 * 1024;

    private static readonly TimeSpan HandshakeMax = TimeSpan.FromSeconds(5);

    private static readonly StreamPipeReaderOptions Reading = new(bufferSize: Record);
    private static readonly StreamPipeWriterOptions Writing = new(minimumBufferSize: Record);

    /// <summary>For connections to silos.</summary>
    public static Action<IConnectionBuilder> Dial(ClusterCertificates own) =>
        Middleware(
            (stream, log, cancellation) =>
                stream.AuthenticateAsClientAsync(own.Dial(log), cancellation)
        );

    /// <summary>For connections from whoever has one of the roles.</summary>
    public static Action<IConnectionBuilder> Accept(
        ClusterCertificates own,
        params ClusterRole[] from
    ) =>
        Middleware(
            (stream, log, cancellation) =>
                stream.AuthenticateAsServerAsync(own.Accept(from, log), cancellation)
        );

    internal static Action<IConnectionBuilder> Middleware(Handshake handshake) =>
        connections =>
        {
            var log = connections
                .ApplicationServices.GetRequiredService<ILoggerFactory>()
                .CreateLogger(typeof(MutualTls).FullName!);
            connections.Use(next => connection => Secure(connection, handshake, next, log));
        };

    internal delegate Task Handshake(SslStream stream, ILogger log, CancellationToken cancellation);

    private static async Task Secure(
        ConnectionContext connection,
        Handshake handshake,
        ConnectionDelegate next,
        ILogger log
    )
    {
        var plain = connection.Transport;
        await using var stream = new SslStream(new JoinedStream(plain));
        try
        {
            using var time = CancellationTokenSource.CreateLinkedTokenSource(
                connection.ConnectionClosed
            );
            time.CancelAfter(HandshakeMax);
            await handshake(stream, log, time.Token);
        }
        catch (Exception e)
            when (e is AuthenticationException or IOException or OperationCanceledException)
        {
            Refused(log, $"{connection.RemoteEndPoint}", e.Message);
            connection.Abort();
            return;
        }

        var tls = new Pipes(PipeReader.Create(stream, Reading), PipeWriter.Create(stream, Writing));
        connection.Transport = tls;
        try
        {
            await next(connection);
        }
        finally
        {
            await tls.Input.CompleteAsync();
            await tls.Output.CompleteAsync();
            connection.Transport = plain;
        }
    }

    [LoggerMessage(LogLevel.Warning, "No connection with {Peer}: {Reason}")]
    private static partial void Refused(ILogger log, string peer, string reason);

    private sealed record Pipes(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
