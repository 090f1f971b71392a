using Commerce.Http;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Commerce.Telemetry;

/// <summary>
/// What the store tells of itself: measures for who scrapes <c>/metrics</c>, and where a collector
/// is named, for it; traces for it alone.
/// </summary>
internal static class TelemetryHosting
{
    /// <summary>Measures of the platform that tell how a store fares.</summary>
    private static readonly string[] Platform =
    [
        "Microsoft.AspNetCore.Hosting",
        "Microsoft.AspNetCore.Server.Kestrel",
        "Microsoft.Orleans",
        "System.Runtime",
    ];

    public static void AddTelemetry(this WebApplicationBuilder builder, TelemetrySettings settings)
    {
        var telemetry = builder
            .Services.AddOpenTelemetry()
            .ConfigureResource(store => store.AddService("commerce"));
        if (settings.Metrics)
        {
            builder
                .Services.AddSingleton<StoreMeter>()
                .AddHostedService(services => services.GetRequiredService<StoreMeter>())
                .AddHostedService<PostgresWatch>();
            telemetry.WithMetrics(metrics => metrics.Measure(settings));
        }

        if (settings.Traces > 0)
        {
            telemetry.WithTracing(traces => traces.Trace(settings));
        }
    }

    /// <summary>Lets grains' calls know of each other, where anything is traced.</summary>
    public static void AddTracing(this ISiloBuilder silo, TelemetrySettings settings)
    {
        if (settings.Traces > 0)
        {
            silo.AddOutgoingGrainCallFilter<GrainCalls>().AddIncomingGrainCallFilter<GrainCalls>();
        }
    }

    /// <summary>For whoever scrapes with the operators' key.</summary>
    public static void MapMetrics(this WebApplication app)
    {
        if (app.Services.GetService<StoreMeter>() is not null)
        {
            app.MapPrometheusScrapingEndpoint("/metrics").RequireScope("ops:read");
        }
    }

    private static void Measure(this MeterProviderBuilder metrics, TelemetrySettings settings)
    {
        metrics.AddMeter([JournalMeter.Name, .. Platform]).AddPrometheusExporter();
        if (settings.Otlp is { } collector)
        {
            metrics.AddOtlpExporter(otlp => otlp.Send(collector, "v1/metrics"));
        }
    }

    private static void Trace(this TracerProviderBuilder traces, TelemetrySettings settings)
    {
        var share = new TraceIdRatioBasedSampler(settings.Traces);
        traces
            .SetSampler(
                // The same trace is traced by all silos or by none, whatever a caller says of it.
                new ParentBasedSampler(share, share, share)
            )
            .AddProcessor(new CardFreeSpans())
            .AddSource(Spans.Source)
            .AddAspNetCoreInstrumentation(http => http.Filter = IsOfInterest)
            .AddOtlpExporter(otlp => otlp.Send(settings.Otlp!, "v1/traces"));
    }

    /// <summary>Probes come several times a second and tell nothing.</summary>
    private static bool IsOfInterest(HttpContext context) =>
        context.Request.Path.Value is not ("/livez" or "/readyz" or "/metrics");

    private static void Send(this OtlpExporterOptions otlp, Uri collector, string path)
    {
        otlp.Protocol = OtlpExportProtocol.HttpProtobuf;
        otlp.Endpoint = new(collector, path);
    }
}
