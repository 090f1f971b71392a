using System.Diagnostics.Metrics;
using System.Text;
using Commerce.Postgres;
using Npgsql;

namespace Commerce.Telemetry;

/// <summary>A commit that waits for somebody is seen while it waits.</summary>
public sealed class CommitAgeTests(SharedPostgres shared)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_commit_that_does_not_end_tells_how_long_it_has_taken()
    {
        var database = await shared.CreateDatabase();
        using var gauge = new Gauge();
        using var journal = PostgresJournal.Open(
            database,
            new IdGenerator(TimeProvider.System, "eu1")
        );
        await using var other = new NpgsqlConnection(database);
        await other.OpenAsync(Cancellation);
        await using var transaction = await other.BeginTransactionAsync(Cancellation);
        await using var hold = new NpgsqlCommand(
            "LOCK TABLE commerce.events IN EXCLUSIVE MODE",
            other,
            transaction
        );
        await hold.ExecuteNonQueryAsync(Cancellation);

        var append = journal.Append(
            new(
                "kind/slow",
                ExpectedVersion: 0,
                [new("kind.happened", DateTimeOffset.UnixEpoch, Encoding.UTF8.GetBytes("{}"))]
            )
        );
        while (gauge.Read() < 0.5)
            Assert.False(append.IsCompleted, "It did not wait.");

        await transaction.RollbackAsync(Cancellation);
        await append;
        while (gauge.Read() > 0)
            Cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>That of the journal which this thread opens next.</summary>
    private sealed class Gauge : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly int _thread = Environment.CurrentManagedThreadId;
        private readonly bool _hasBegun;
        private double _value;

        public Gauge()
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                var isOurs = _hasBegun && Environment.CurrentManagedThreadId == _thread;
                if (isOurs && instrument.Name == "commerce.journal.commit.age")
                    listener.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<double>((_, value, _, _) => _value = value);
            _listener.Start();
            _hasBegun = true; // What was there before is another journal's.
        }

        public double Read()
        {
            _listener.RecordObservableInstruments();
            return _value;
        }

        public void Dispose() => _listener.Dispose();
    }
}
