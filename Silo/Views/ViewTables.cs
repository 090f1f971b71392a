using Commerce.EventSourcing;
using Commerce.Sqlite;
using Microsoft.Data.Sqlite;

namespace Commerce.Views;

/// <summary>One making of a view from the journal. Its rows are its own.</summary>
/// <param name="At">When the event at that position happened.</param>
/// <param name="IsComplete">Whether it has caught up with the journal once.</param>
internal sealed record ViewBuild(long Id, TailPosition Position, DateTimeOffset At, bool IsComplete)
{
    public static ViewBuild None { get; } =
        new(0, new("", 0), DateTimeOffset.UnixEpoch, IsComplete: false);
}

/// <summary>What a transaction upon the views is made of.</summary>
internal sealed class ViewTables(SqliteConnection connection) : IDisposable
{
    /// <summary>
    /// Rows that one transaction forgets, so that it does not hold up the others.
    /// </summary>
    private const int DropMax = 2_000;

    private readonly Statement _begin = new(connection, "BEGIN IMMEDIATE");
    private readonly Statement _commit = new(connection, "COMMIT");

    private readonly Statement _open = new(
        connection,
        """
        INSERT INTO builds (view, version, incarnation, position, time, complete)
        VALUES (?1, ?2, ?3, 0, 0, 0)
        """
    );

    private readonly Statement _newest = new(
        connection,
        """
        SELECT build, incarnation, position, time, complete FROM builds
        WHERE view = ?1 AND version = ?2 ORDER BY build DESC LIMIT 1
        """
    );

    private readonly Statement _move = new(
        connection,
        "UPDATE builds SET position = ?2, time = ?3 WHERE build = ?1"
    );

    private readonly Statement _complete = new(
        connection,
        "UPDATE builds SET complete = 1 WHERE build = ?1"
    );

    private readonly Statement _row = new(
        connection,
        "SELECT body FROM rows WHERE build = ?1 AND key = ?2"
    );

    private readonly Statement _put = new(
        connection,
        """
        INSERT INTO rows (build, key, body) VALUES (?1, ?2, ?3)
        ON CONFLICT (build, key) DO UPDATE SET body = excluded.body
        """
    );

    private readonly Statement _remove = new(
        connection,
        "DELETE FROM rows WHERE build = ?1 AND key = ?2"
    );

    private readonly Statement _list = new(
        connection,
        """
        INSERT OR IGNORE INTO listings (build, list, sort, key, since, until)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        """
    );

    private readonly Statement _unlist = new(
        connection,
        "DELETE FROM listings WHERE build = ?1 AND list = ?2 AND sort = ?3 AND key = ?4"
    );

    private readonly Statement _size = new(
        connection,
        """
        INSERT INTO lists (build, list, rows) VALUES (?1, ?2, ?3)
        ON CONFLICT (build, list) DO UPDATE SET rows = rows + excluded.rows
        """
    );

    private readonly Statement _forget = new(
        connection,
        "DELETE FROM lists WHERE build = ?1 AND list = ?2 AND rows = 0"
    );

    private readonly Statement _add = new(
        connection,
        """
        INSERT INTO totals (build, total, at, count, units, amount) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        ON CONFLICT (build, total, at) DO UPDATE SET
          count = count + excluded.count,
          units = units + excluded.units,
          amount = amount + excluded.amount
        """
    );

    private readonly Statement _clear = new(
        connection,
        """
        DELETE FROM totals WHERE build = ?1 AND total = ?2 AND at = ?3
          AND count = 0 AND units = 0 AND amount = 0
        """
    );

    private readonly Statement _park = new(
        connection,
        "INSERT OR REPLACE INTO dead_letters VALUES (?1, ?2, ?3, ?4, ?5)"
    );

    private readonly Statement _unpark = new(
        connection,
        "DELETE FROM dead_letters WHERE build = ?1 AND stream = ?2"
    );

    public void Begin() => _begin.Execute();

    public void Commit() => _commit.Execute();

    public void Rollback()
    {
        if (SQLitePCL.raw.sqlite3_get_autocommit(connection.Handle) == 0)
        {
            connection.Run("ROLLBACK");
        }
    }

    public long Open(IView view, string incarnation)
    {
        _open.Bind(1, view.Name).Bind(2, view.Version).Bind(3, incarnation).Execute();
        return SQLitePCL.raw.sqlite3_last_insert_rowid(connection.Handle);
    }

    public ViewBuild? Newest(IView view)
    {
        ViewBuild? newest = null;
        _newest.Bind(1, view.Name).Bind(2, view.Version);
        while (_newest.Step())
        {
            newest = new(
                _newest.Int64(0),
                new(_newest.Text(1), _newest.Int64(2)),
                DateTimeOffset.FromUnixTimeMilliseconds(_newest.Int64(3)),
                _newest.Int64(4) != 0
            );
        }

        return newest;
    }

    public void Move(long build, long position, DateTimeOffset at) =>
        _move.Bind(1, build).Bind(2, position).Bind(3, at.ToUnixTimeMilliseconds()).Execute();

    public void Complete(long build) => _complete.Bind(1, build).Execute();

    public byte[]? Row(long build, string key)
    {
        byte[]? body = null;
        _row.Bind(1, build).Bind(2, key);
        while (_row.Step())
        {
            body = _row.Bytes(0);
        }

        return body;
    }

    public void Put(long build, string key, byte[] body) =>
        _put.Bind(1, build).Bind(2, key).BindText(3, body).Execute();

    public void Remove(long build, string key) => _remove.Bind(1, build).Bind(2, key).Execute();

    /// <summary>Whether the row was not in that place before.</summary>
    public bool List(long build, Listing place, string key)
    {
        _list
            .Bind(5, place.From?.ToUnixTimeMilliseconds() ?? long.MinValue)
            .Bind(6, place.Until?.ToUnixTimeMilliseconds() ?? long.MaxValue);
        return Run(_list, build, place, key);
    }

    /// <summary>Whether the row was in that place.</summary>
    public bool Unlist(long build, Listing place, string key) => Run(_unlist, build, place, key);

    /// <summary>So many rows more stand in a list, or fewer.</summary>
    public void Resize(long build, string list, long rows)
    {
        _size.Bind(1, build).Bind(2, list).Bind(3, rows).Execute();
        if (rows < 0)
        {
            _forget.Bind(1, build).Bind(2, list).Execute();
        }
    }

    /// <summary>A total is so much more at that time, or less.</summary>
    public void Add(long build, string total, string at, Figures change)
    {
        _add.Bind(1, build)
            .Bind(2, total)
            .Bind(3, at)
            .Bind(4, change.Count)
            .Bind(5, change.Units)
            .Bind(6, change.Amount)
            .Execute();
        if (change.Count < 0)
        {
            _clear.Bind(1, build).Bind(2, total).Bind(3, at).Execute();
        }
    }

    public void Park(long build, RecordedEvent poison, string reason) =>
        _park
            .Bind(1, build)
            .Bind(2, poison.Position)
            .Bind(3, poison.Stream)
            .Bind(4, poison.Version)
            .Bind(5, reason)
            .Execute();

    /// <summary>Forgets what of a stream is parked.</summary>
    public void Unpark(long build, string stream) =>
        _unpark.Bind(1, build).Bind(2, stream).Execute();

    /// <summary>
    /// Forgets some of what other builds of the view left; <c>false</c> when all is gone.
    /// </summary>
    public bool DropOthers(IView view, long build)
    {
        using var command = connection.CreateCommand();
        command.CommandText =
            "SELECT min(build) FROM builds WHERE view = $view AND build <> $build";
        command.Parameters.AddWithValue("$view", view.Name);
        command.Parameters.AddWithValue("$build", build);
        if (command.ExecuteScalar() is not long other)
        {
            return false;
        }

        command.CommandText = $"""
            DELETE FROM listings WHERE (build, list, sort, key) IN
              (SELECT build, list, sort, key FROM listings WHERE build = $other LIMIT {DropMax});
            DELETE FROM rows WHERE rowid IN
              (SELECT rowid FROM rows WHERE build = $other LIMIT {DropMax});
            DELETE FROM totals WHERE (build, total, at) IN
              (SELECT build, total, at FROM totals WHERE build = $other LIMIT {DropMax});
            DELETE FROM lists WHERE build = $other;
            DELETE FROM dead_letters WHERE build = $other;
            DELETE FROM builds WHERE build = $other
              AND NOT EXISTS (SELECT 1 FROM rows WHERE build = $other)
              AND NOT EXISTS (SELECT 1 FROM listings WHERE build = $other)
              AND NOT EXISTS (SELECT 1 FROM totals WHERE build = $other);
            """;
        command.Parameters.AddWithValue("$other", other);
        command.ExecuteNonQuery();
        return true;
    }

    public void Dispose()
    {
        foreach (
            var statement in (Statement[])
                [
                    .. (Statement[])[_begin, _commit, _open, _newest, _move, _complete],
                    .. (Statement[])[_row, _put, _remove, _list, _unlist, _park, _unpark],
                    .. (Statement[])[_size, _forget, _add, _clear],
                ]
        )
        {
            statement.Dispose();
        }
    }

    private static bool Run(Statement statement, long build, Listing place, string key)
    {
        statement.Bind(1, build).Bind(2, place.List).Bind(3, place.Sort).Bind(4, key).Execute();
        return statement.Changes > 0;
    }
}
