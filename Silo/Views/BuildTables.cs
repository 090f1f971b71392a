using Commerce.EventSourcing;
using Commerce.Sqlite;
using Microsoft.Data.Sqlite;

namespace Commerce.Views;

/// <summary>
/// Which builds there are, and how far they have come in each part, within a transaction.
/// </summary>
internal sealed class BuildTables(SqliteConnection connection) : IDisposable
{
    /// <summary>
    /// Rows that one transaction forgets, so that it does not hold up the others.
    /// </summary>
    private const int DropMax = 2_000;

    private readonly Statement _open = new(
        connection,
        "INSERT INTO builds (view, version, incarnation, complete) VALUES (?1, ?2, ?3, 0)"
    );

    private readonly Statement _begin = new(
        connection,
        "INSERT INTO positions (build, part, position, time, complete) VALUES (?1, ?2, 0, 0, 0)"
    );

    private readonly Statement _isOpen = new(
        connection,
        """
        SELECT count(*) FROM builds WHERE view = ?1 AND version = ?2 AND incarnation = ?3
          AND build = (SELECT max(build) FROM builds WHERE view = ?1)
          AND NOT EXISTS
            (SELECT 1 FROM positions WHERE positions.build = builds.build AND position > ?4)
        """
    );

    private readonly Statement _move = new(
        connection,
        """
        UPDATE positions SET position = ?4, time = ?5
        WHERE build = ?1 AND part = ?2 AND position = ?3
        """
    );

    private readonly Statement _catchUp = new(
        connection,
        "UPDATE positions SET complete = 1 WHERE build = ?1 AND part = ?2"
    );

    private readonly Statement _complete = new(
        connection,
        """
        UPDATE builds SET complete = 1 WHERE build = ?1
          AND NOT EXISTS (SELECT 1 FROM positions WHERE build = ?1 AND complete = 0)
        """
    );

    /// <summary>Whether the newest build of a view is one to go on with.</summary>
    public bool IsOpen(IView view, string incarnation, long head)
    {
        _isOpen.Bind(1, view.Name).Bind(2, view.Version).Bind(3, incarnation).Bind(4, head).Step();
        var isOpen = _isOpen.Int64(0) != 0;
        _isOpen.Reset();
        return isOpen;
    }

    /// <summary>Begins a build at the journal's beginning.</summary>
    public long Open(IView view, string incarnation)
    {
        _open.Bind(1, view.Name).Bind(2, view.Version).Bind(3, incarnation).Execute();
        var build = SQLitePCL.raw.sqlite3_last_insert_rowid(connection.Handle);
        for (var part = 0; part < Part.Count; part++)
        {
            _begin.Bind(1, build).Bind(2, part).Execute();
        }

        return build;
    }

    public void CatchUp(long build, int part)
    {
        _catchUp.Bind(1, build).Bind(2, part).Execute();
        _complete.Bind(1, build).Execute();
    }

    /// <summary>Whether the build was where the step begins.</summary>
    public bool Move(int part, ViewStep step)
    {
        _move
            .Bind(1, step.Build)
            .Bind(2, part)
            .Bind(3, step.From)
            .Bind(4, step.To)
            .Bind(5, step.At.ToUnixTimeMilliseconds())
            .Execute();
        return _move.Changes > 0;
    }

    /// <summary>
    /// Forgets some of what older builds left than those that serve; <c>false</c> when all is gone.
    /// </summary>
    public bool Sweep()
    {
        using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT min(build) FROM builds AS old WHERE build <
              (SELECT max(build) FROM builds WHERE view = old.view AND complete)
            """;
        if (command.ExecuteScalar() is not long other)
        {
            return false;
        }

        command.CommandText = $"""
            DELETE FROM positions WHERE build = $other;
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
        foreach (var statement in (Statement[])[_open, _begin, _isOpen, _move, _catchUp, _complete])
        {
            statement.Dispose();
        }
    }
}
