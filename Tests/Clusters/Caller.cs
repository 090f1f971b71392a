using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;

namespace Commerce.Clusters;

/// <summary>
/// Speaks Orleans to whatever listens at a port, and notes whether it is spoken to in return.
/// </summary>
internal static class Caller
{
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(30);

    /// <param name="port">Where.</param>
    /// <param name="secure">How it makes itself known; not at all, if there is nothing.</param>
    /// <param name="isGateway">A gateway is spoken to first; a silo speaks first to others, and
    /// would hang up on who says that it is none.</param>
    public static async Task<bool> IsAnswered(
        int port,
        Action<IConnectionBuilder>? secure,
        bool isGateway
    )
    {
        var heard = new TaskCompletionSource<bool>(
            TaskCreationOptions.RunContinuationsAsynchronously
        );
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleansClient(client =>
            client
                .UseStaticClustering(new IPEndPoint(IPAddress.Loopback, port))
                .Configure<ClusterOptions>(options =>
                    (options.ServiceId, options.ClusterId) = ("commerce", "commerce")
                )
                .Configure<ClientConnectionOptions>(connections =>
                    connections.ConfigureConnection(connection =>
                    {
                        connection.Use(next =>
                            async context =>
                            {
                                try
                                {
                                    await next(context);
                                }
                                finally
                                {
                                    heard.TrySetResult(false);
                                }
                            }
                        );
                        secure?.Invoke(connection);
                        connection.Use(next =>
                            context =>
                                isGateway ? Speak(context, next, heard) : Listen(context, heard)
                        );
                    })
                )
        );
        using var host = builder.Build();
        using var enough = new CancellationTokenSource();
        var starting = host.StartAsync(enough.Token);
        try
        {
            return await heard.Task.WaitAsync(AnswerMax, TimeProvider.System);
        }
        finally
        {
            await enough.CancelAsync();
            await starting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task Listen(ConnectionContext silo, TaskCompletionSource<bool> heard)
    {
        var said = await silo.Transport.Input.ReadAsync();
        heard.TrySetResult(said.Buffer.Length > 0);
    }

    private static async Task Speak(
        ConnectionContext connection,
        ConnectionDelegate next,
        TaskCompletionSource<bool> heard
    )
    {
        var before = connection.Transport;
        var pipe = new Pipe();
        var copying = Copy();
        connection.Transport = new Pipes(pipe.Reader, before.Output);
        await next(connection);
        connection.Transport = before;
        before.Input.CancelPendingRead();
        await copying;

        async Task Copy()
        {
            try
            {
                while (await before.Input.ReadAsync() is { Buffer.Length: > 0 } read)
                {
                    heard.TrySetResult(true);
                    foreach (var part in read.Buffer)
                        await pipe.Writer.WriteAsync(part);
                    before.Input.AdvanceTo(read.Buffer.End);
                }
            }
            catch (Exception e) when (e is IOException or ConnectionAbortedException)
            {
                // That, too, is an end.
            }

            heard.TrySetResult(false);
            await pipe.Writer.CompleteAsync();
        }
    }

    private sealed record Pipes(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
