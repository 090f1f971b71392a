using Commerce.Stores;

namespace Commerce.Telemetry;

/// <summary>
/// A store that tells all that it can be made to tell: every trace, measures, and a log for
/// machines with all that its own code has to say.
/// </summary>
public sealed class TracedStore : IAsyncLifetime
{
    internal Collector Collector { get; private set; } = null!;

    internal StoreProcess Store { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Collector = await Collector.Start();
        Store = await StoreProcess.Start(
            "Silo",
            "--Telemetry:Traces=1",
            $"--Telemetry:Otlp={Collector.Url}",
            "--OTEL_BSP_SCHEDULE_DELAY=100",
            "--OTEL_METRIC_EXPORT_INTERVAL=500",
            "--Logging:Console:FormatterName=json",
            "--Logging:LogLevel:Commerce=Debug",
            "--Logging:LogLevel:Microsoft.AspNetCore=Debug"
        );
        await Store.Shop.Stock("TEA", units: 1_000);
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        await Collector.DisposeAsync();
    }
}
