using System.Diagnostics;
using Commerce.Clustering;
using Commerce.Http;
using Commerce.Stores;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace Commerce.Clusters;

/// <summary>What a frontend that runs alone needs, and what it waits for.</summary>
public sealed class FrontendStartTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Without_a_cluster_it_does_not_start()
    {
        var refused = Assert.Throws<SettingException>(() =>
            Alone.CreateBuilder([$"--Data={_folder.Path}", "--Cluster:Redis="])
        );

        Assert.Contains("Cluster:Redis", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_may_be_started_before_the_silos()
    {
        await using var redis = await PrivateRedis.Start();
        var url = $"http://127.0.0.1:{FreePort.Find()}";
        using var frontend = Process.Start(
            new ProcessStartInfo(
                "dotnet",
                [
                    Path.Combine(Repository.Root, "artifacts/bin/Frontend/release", "Frontend.dll"),
                    $"--Data={_folder.Path}",
                    $"--urls={url}",
                    $"--Cluster:Redis={redis.Address}",
                ]
            )
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
            }
        )!;
        try
        {
            await Says(frontend, "No silo can be reached yet");

            await using var silo = await StoreProcess.Start(
                "Silo",
                $"--Cluster:Redis={redis.Address}"
            );
            await Says(frontend, "Now listening on");

            using var http = new HttpClient { BaseAddress = new(url) };
            using var answer = await http.GetAsync("/api/v1/products", Cancellation);
            Assert.Equal(200, (int)answer.StatusCode);
        }
        finally
        {
            frontend.Kill();
            await frontend.WaitForExitAsync(CancellationToken.None);
        }
    }

    /// <summary>Else what is an outage at a silo would be a bug here.</summary>
    [Fact]
    public void It_hears_of_an_outage_as_what_it_is()
    {
        using var services = new ServiceCollection().AddSerializer().BuildServiceProvider();
        var serializer = services.GetRequiredService<Serializer>();
        Exception[] outages =
        [
            new JournalUnavailableException("away"),
            new JournalConflictException("stock/TEA", expected: 7),
        ];

        foreach (var outage in outages)
        {
            var bytes = serializer.SerializeToArray(outage);
            var heard = serializer.Deserialize<Exception>(bytes);
            Assert.Equal((outage.GetType(), outage.Message), (heard!.GetType(), heard.Message));
        }
    }

    private static async Task Says(Process process, string text)
    {
        while (await process.StandardOutput.ReadLineAsync(Cancellation) is { } line)
        {
            if (line.Contains(text, StringComparison.Ordinal))
                return;
        }

        Assert.Fail($"It ended without saying: {text}.");
    }
}
