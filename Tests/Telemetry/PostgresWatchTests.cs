using System.Diagnostics.Metrics;
using Commerce.EventSourcing;
using Commerce.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Commerce.Telemetry;

/// <summary>What holds back every list is seen from any silo, without rights of its own.</summary>
public sealed class PostgresWatchTests
{
    private static NewEvent Happened { get; } =
        new("kind.happened", DateTimeOffset.UnixEpoch, "{}"u8.ToArray());

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_transaction_that_stays_open_is_told_and_so_is_a_server_that_is_gone()
    {
        await using var server = await PrivatePostgres.Start();
        var database = server.ConnectionString(await server.CreateDatabase());
        var time = new FakeTimeProvider();
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var meters = services.GetRequiredService<IMeterFactory>();
        using (var journal = PostgresJournal.Open(database, new(TimeProvider.System, "eu1")))
        using (var watch = new PostgresWatch(journal, meters, time))
        {
            Assert.Equal((1, 0), await Look(watch, meters));

            var held = await HeldTransaction.Begin(database);
            await journal.Append(new("kind/behind-it", ExpectedVersion: 0, [Happened]));
            await Look(watch, meters);
            time.Advance(TimeSpan.FromSeconds(90));
            Assert.Equal((1, 90), await Look(watch, meters));

            await held.DisposeAsync();
            Assert.Equal((1, 0), await Look(watch, meters));

            await server.Kill();
            Assert.Equal((0, 0), await Look(watch, meters));

            await server.StartServer();
            Assert.Equal((1, 0), await Look(watch, meters));
        }
    }

    private static async Task<(double Up, double Oldest)> Look(
        PostgresWatch watch,
        IMeterFactory meters
    )
    {
        await watch.Look(Cancellation);
        var told = new Dictionary<string, double>(StringComparer.Ordinal);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, all) =>
        {
            if (instrument.Meter == meters.Create(JournalMeter.Name))
                all.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<int>((of, value, _, _) => told[of.Name] = value);
        listener.SetMeasurementEventCallback<double>((of, value, _, _) => told[of.Name] = value);
        listener.Start();
        listener.RecordObservableInstruments();
        return (told["commerce.postgres.up"], told["commerce.postgres.transaction.oldest"]);
    }
}
