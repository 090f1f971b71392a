using Commerce.EventSourcing;
using Commerce.Sqlite;
using Microsoft.Data.Sqlite;

namespace Commerce.Views;

/// <summary>The rows of builds, and what is known of them, within a transaction.</summary>
internal sealed class ViewTables(SqliteConnection connection) : IDisposable
{
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

    public void Write(long build, ViewChanges changes)
    {
        foreach (var (key, body) in changes.Put)
        {
            _put.Bind(1, build).Bind(2, key).BindText(3, body).Execute();
        }

        foreach (var key in changes.Removed)
        {
            _remove.Bind(1, build).Bind(2, key).Execute();
        }

        foreach (var (place, key) in changes.Left)
        {
            _unlist.Bind(1, build).Bind(2, place.List).Bind(3, place.Sort).Bind(4, key).Execute();
        }

        foreach (var (place, key) in changes.Taken)
        {
            _list
                .Bind(1, build)
                .Bind(2, place.List)
                .Bind(3, place.Sort)
                .Bind(4, key)
                .Bind(5, place.From?.ToUnixTimeMilliseconds() ?? long.MinValue)
                .Bind(6, place.Until?.ToUnixTimeMilliseconds() ?? long.MaxValue)
                .Execute();
        }

        foreach (var (list, change) in changes.Sizes)
        {
            Resize(build, list, change);
        }

        foreach (var (total, at, change) in changes.Sums)
        {
            Add(build, total, at, change);
        }

        if (changes.Unparked is { } stream)
        {
            _unpark.Bind(1, build).Bind(2, stream).Execute();
        }

        foreach (var (poison, reason) in changes.Parked)
        {
            Park(build, poison, reason);
        }
    }

    /// <summary>So many rows more stand in a list, or fewer.</summary>
    private void Resize(long build, string list, long rows)
    {
        _size.Bind(1, build).Bind(2, list).Bind(3, rows).Execute();
        if (rows < 0)
        {
            _forget.Bind(1, build).Bind(2, list).Execute();
        }
    }

    /// <summary>A total is so much more at that time, or less.</summary>
    private void Add(long build, string total, string at, Figures change)
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

    private void Park(long build, RecordedEvent poison, string reason) =>
        _park
            .Bind(1, build)
            .Bind(2, poison.Position)
            .Bind(3, poison.Stream)
            .Bind(4, poison.Version)
            .Bind(5, reason)
            .Execute();

    public void Dispose()
    {
        foreach (
            var statement in (Statement[])
                [
                    .. (Statement[])[_put, _remove, _list, _unlist, _park, _unpark],
                    .. (Statement[])[_size, _forget, _add, _clear],
                ]
        )
        {
            statement.Dispose();
        }
    }
}
