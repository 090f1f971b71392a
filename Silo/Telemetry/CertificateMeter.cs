using System.Diagnostics.Metrics;
using Commerce.Clustering;

namespace Commerce.Telemetry;

/// <summary>Until when the others of the cluster believe this silo.</summary>
internal sealed class CertificateMeter(
    ClusterCertificates own,
    IMeterFactory meters,
    ILogger<CertificateMeter> log
) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        meters
            .Create(JournalMeter.Name)
            .CreateObservableGauge(
                "commerce.cluster.certificate.expires",
                () => own.NotAfter(log).ToUnixTimeSeconds(),
                "s",
                "When this silo's certificate runs out, in seconds since 1970."
            );
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
