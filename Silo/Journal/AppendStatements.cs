using Commerce.EventSourcing;
using Commerce.Sqlite;
using Microsoft.Data.Sqlite;

namespace Commerce.Journal;

/// <summary>What one transaction of the writer is made of.</summary>
internal sealed class AppendStatements(SqliteConnection connection, string region) : IDisposable
{
    private const string Columns =
        "position, partition, stream, version, kind, schema, time, region, epoch, alarm, data";

    private const string Values = "?1, ?2, ?3, ?4, ?5, 1, ?6, ?7, 1, ?8, ?9";

    private const string Newest =
        "coalesce((SELECT version FROM events WHERE stream = ?3 ORDER BY version DESC LIMIT 1), 0)";

    private readonly Statement _begin = new(connection, "BEGIN IMMEDIATE");
    private readonly Statement _commit = new(connection, "COMMIT");

    /// <summary>The fence: a first event lands only on the version that its writer saw.</summary>
    private readonly Statement _first = new(
        connection,
        $"INSERT INTO events ({Columns}) SELECT {Values} WHERE {Newest} = ?4 - 1"
    );

    private readonly Statement _next = new(
        connection,
        $"INSERT INTO events ({Columns}) VALUES ({Values})"
    );

    private readonly Statement _isAt = new(
        connection,
        $"SELECT 1 WHERE {Newest.Replace("?3", "?1", StringComparison.Ordinal)} = ?2"
    );

    private readonly Statement _keepKey = new(
        connection,
        "INSERT OR REPLACE INTO subject_keys (subject, wrapped) VALUES (?1, ?2)"
    );

    public void Begin() => _begin.Execute();

    public void Commit() => _commit.Execute();

    /// <summary>
    /// Rolls back what is open, if anything still is: some errors have done it already.
    /// </summary>
    public void Rollback()
    {
        if (SQLitePCL.raw.sqlite3_get_autocommit(connection.Handle) == 0)
        {
            connection.Run("ROLLBACK");
        }
    }

    /// <summary>
    /// Writes one append behind a position; <c>false</c>, and nothing, on a conflict.
    /// </summary>
    public bool Land(StreamAppend append, long position)
    {
        var partition = Partition.Of(append.Stream);
        var alarm = append.Alarm is { } change
            ? change.Due?.ToUnixTimeMilliseconds() ?? AlarmBook.Cleared
            : (long?)null;
        if (append.Events.Count == 0)
        {
            if (!IsAt(append.Stream, append.ExpectedVersion))
            {
                return false;
            }
        }

        for (var i = 0; i < append.Events.Count; i++)
        {
            var insert = i == 0 ? _first : _next;
            var (kind, at, data) = append.Events[i];
            insert
                .Bind(1, position + 1 + i)
                .Bind(2, partition)
                .Bind(3, append.Stream)
                .Bind(4, append.ExpectedVersion + 1 + i)
                .Bind(5, kind)
                .Bind(6, at.ToUnixTimeMilliseconds())
                .Bind(7, region)
                .Bind(8, i == append.Events.Count - 1 ? alarm : null)
                .BindText(9, data.Span)
                .Execute();
            if (i == 0 && insert.Changes == 0)
            {
                return false;
            }
        }

        if (append.Key is { } key)
        {
            _keepKey.Bind(1, key.Subject).BindBlob(2, key.Wrapped.Span).Execute();
        }

        return true;
    }

    public void Dispose()
    {
        foreach (var statement in (Statement[])[_begin, _commit, _first, _next, _isAt, _keepKey])
        {
            statement.Dispose();
        }
    }

    private bool IsAt(string stream, long version)
    {
        var found = _isAt.Bind(1, stream).Bind(2, version).Step();
        if (found)
        {
            _isAt.Reset();
        }

        return found;
    }
}
