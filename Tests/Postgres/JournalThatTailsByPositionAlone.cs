using Commerce.EventSourcing;
using Commerce.Journal;
using Npgsql;

namespace Commerce.Postgres;

/// <summary>Tells whatever is committed, though something before it may still come.</summary>
internal sealed class JournalThatTailsByPositionAlone(IJournal journal, string database)
    : KnownBadJournal(journal)
{
    public override Task Append(StreamAppend append) => Good.Append(append);

    public override async ValueTask<IReadOnlyList<RecordedEvent>> ReadTail(long after, int max)
    {
        await using var connection = new NpgsqlConnection(database + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            $"""
            SELECT {PostgresReader.Columns} FROM commerce.events WHERE position > $1
            ORDER BY position LIMIT $2
            """,
            connection
        );
        await using var rows = await command.With(after, max).ExecuteReaderAsync();
        var events = new List<RecordedEvent>();
        while (await rows.ReadAsync())
        {
            events.Add(PostgresReader.Event(rows));
        }

        return events;
    }
}
