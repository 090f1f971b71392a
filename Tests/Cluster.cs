using Commerce.Catalog;
using Commerce.Customers;
using Commerce.EventSourcing;
using Commerce.Journal;
using Commerce.Privacy;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Orleans.TestingHost;

namespace Commerce;

/// <summary>
/// Two silos in this process over one real journal. Time stands still until a test moves it.
/// </summary>
public sealed class Cluster : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly SqliteJournal _journal;
    private readonly InProcessTestCluster _cluster;

    public Cluster()
    {
        var ids = new IdGenerator(Time, "eu1");
        _journal = SqliteJournal.Open(_folder.Path, ids);
        Journal = new(_journal);
        Snapshots = new(_folder.Path, _journal.Incarnation);
        var runtime = new AggregateRuntime(Journal, Snapshots, Time, ids);
        var builder = new InProcessTestClusterBuilder(2);
        builder.ConfigureSilo(
            (_, silo) =>
                silo
                    .Services.UseTimeProviderForBackgroundAreas(TimeProvider.System)
                    .AddSingleton<TimeProvider>(Time)
                    .AddSingleton(runtime)
                    .AddSingleton<IJournal>(Journal)
                    .AddSingleton<ISubjectKeys>(_journal)
                    .AddSingleton<Sessions>()
                    .AddSingleton<SkuOwners>()
                    .AddSingleton(PrivacySettings.Default)
        );
        _cluster = builder.Build();
    }

    public HeldJournal Journal { get; }

    public FlushedSnapshots Snapshots { get; }

    public IAlarms Alarms => _journal;

    public ISubjectKeys SubjectKeys => _journal;

    public FakeTimeProvider Time { get; } = new(new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero));

    public Deadline Soon => new(Time.GetUtcNow() + TimeSpan.FromSeconds(10));

    public IGrainFactory Grains => _cluster.Client;

    public async ValueTask InitializeAsync() => await _cluster.DeployAsync();

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        Snapshots.Dispose();
        _journal.Dispose();
        _folder.Dispose();
    }
}
