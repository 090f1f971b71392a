using System.Collections.Immutable;
using Commerce.EventSourcing;
using Commerce.Platform;
using Commerce.Sqlite;
using Microsoft.Data.Sqlite;

namespace Commerce.Views;

/// <summary>Short reads on a connection of their own. For one thread at a time.</summary>
internal sealed class ViewQueries : IDisposable
{
    /// <summary>
    /// Rows of an earlier version serve until those of this one are complete: nobody's list is
    /// empty because a program was renewed.
    /// </summary>
    private const string Current = "(SELECT max(build) FROM builds WHERE view = ?1 AND complete)";

    private const string Come = """
        SELECT view, version, builds.complete, min(position), min(time)
        FROM builds JOIN positions USING (build)
        """;

    private readonly SqliteConnection _connection;
    private readonly Statement _isComplete;
    private readonly Statement _up;
    private readonly Statement _down;
    private readonly Statement _lists;
    private readonly Statement _row;
    private readonly Statement _stored;
    private readonly Statement _builds;
    private readonly Statement _progress;
    private readonly Statement _newest;
    private readonly Statement _total;
    private readonly Statement _deadLetters;

    public ViewQueries(SqliteFile file)
    {
        _connection = file.OpenReader();
        _isComplete = new(_connection, $"SELECT {Current} IS NOT NULL");
        _up = new(_connection, Page(">", "ASC"));
        _down = new(_connection, Page("<", "DESC"));
        _lists = new(
            _connection,
            $"""
            SELECT list, rows FROM lists
            WHERE build = {Current} AND list > ?2 AND list < ?3 ORDER BY list LIMIT ?4
            """
        );
        _stored = new(_connection, "SELECT body FROM rows WHERE build = ?1 AND key = ?2");
        _builds = new(
            _connection,
            """
            SELECT build, view, version, incarnation, builds.complete, position
            FROM builds JOIN positions USING (build)
            WHERE part = ?1 AND build >= coalesce(
              (SELECT max(build) FROM builds AS o WHERE o.view = builds.view AND o.complete), 0)
            ORDER BY build
            """
        );
        _progress = new(_connection, $"{Come} WHERE build = {Current} GROUP BY build");
        _newest = new(
            _connection,
            $"""
            {Come} WHERE build IN (SELECT max(build) FROM builds GROUP BY view)
            GROUP BY build ORDER BY view
            """
        );
        _row = new(_connection, $"SELECT body FROM rows WHERE build = {Current} AND key = ?2");
        _total = new(
            _connection,
            $"""
            SELECT substr(at, 1, ?5) AS span, sum(count), sum(units), sum(amount) FROM totals
            WHERE build = {Current} AND total = ?2 AND at >= ?3 AND at < ?4
            GROUP BY span ORDER BY span
            """
        );
        _deadLetters = new(
            _connection,
            """
            SELECT view, position, stream, dead_letters.version, reason
            FROM (SELECT max(build) AS build, view FROM builds GROUP BY view) AS newest
            JOIN dead_letters USING (build)
            WHERE (view, position) > (?1, ?2) ORDER BY view, position LIMIT ?3
            """
        );
    }

    public bool IsComplete(IView view)
    {
        _isComplete.Bind(1, view.Name).Step();
        var complete = _isComplete.Int64(0) != 0;
        _isComplete.Reset();
        return complete;
    }

    /// <summary>Rows that stand in a list at that moment, behind a mark.</summary>
    public List<(Mark Mark, byte[] Body)> Page(
        IView view,
        string list,
        Mark after,
        int max,
        DateTimeOffset at
    )
    {
        var page = view.IsDescending ? _down : _up;
        page.Bind(1, view.Name)
            .Bind(2, list)
            .Bind(3, after.Sort)
            .Bind(4, after.Key)
            .Bind(5, max)
            .Bind(6, at.ToUnixTimeMilliseconds());
        var rows = new List<(Mark, byte[])>();
        while (page.Step())
        {
            rows.Add((new(page.Text(0), page.Text(1)), page.Bytes(2)));
        }

        return rows;
    }

    public List<ListSize> Lists(IView view, string prefix, string after, int max)
    {
        var lists = new List<ListSize>();
        _lists.Bind(1, view.Name).Bind(2, after).Bind(3, prefix + Mark.Greatest).Bind(4, max);
        while (_lists.Step())
        {
            lists.Add(new(_lists.Text(0), _lists.Int64(1)));
        }

        return lists;
    }

    public ImmutableArray<ViewBuild> Builds(int part)
    {
        var builds = ImmutableArray.CreateBuilder<ViewBuild>();
        _builds.Bind(1, part);
        while (_builds.Step())
        {
            builds.Add(
                new(
                    _builds.Int64(0),
                    _builds.Text(1),
                    (int)_builds.Int64(2),
                    _builds.Text(3),
                    _builds.Int64(4) != 0,
                    _builds.Int64(5)
                )
            );
        }

        return builds.ToImmutable();
    }

    public ViewProgress? Progress(IView view) =>
        Progress(_progress.Bind(1, view.Name)) is [var progress] ? progress : null;

    public ImmutableArray<ViewProgress> Progress() => Progress(_newest);

    public byte[]? Row(RowKey key)
    {
        byte[]? body = null;
        _stored.Bind(1, key.Build).Bind(2, key.Key);
        while (_stored.Step())
        {
            body = _stored.Bytes(0);
        }

        return body;
    }

    public byte[]? Row(IView view, string key)
    {
        byte[]? body = null;
        _row.Bind(1, view.Name).Bind(2, key);
        while (_row.Step())
        {
            body = _row.Bytes(0);
        }

        return body;
    }

    /// <summary>
    /// The sums of a total from one time to before another, by spans of so many characters.
    /// </summary>
    public List<SeriesPoint> Total(IView view, string total, string from, string until, int width)
    {
        var points = new List<SeriesPoint>();
        _total.Bind(1, view.Name).Bind(2, total).Bind(3, from).Bind(4, until).Bind(5, width);
        while (_total.Step())
        {
            points.Add(new(_total.Text(0), new(_total.Int64(1), _total.Int64(2), _total.Int64(3))));
        }

        return points;
    }

    /// <summary>Parked events of each view's newest build, by view and position.</summary>
    public List<DeadLetter> DeadLetters(string view, long position, int max)
    {
        var letters = new List<DeadLetter>();
        _deadLetters.Bind(1, view).Bind(2, position).Bind(3, max);
        while (_deadLetters.Step())
        {
            letters.Add(
                new(
                    _deadLetters.Text(0),
                    _deadLetters.Int64(1),
                    _deadLetters.Text(2),
                    _deadLetters.Int64(3),
                    _deadLetters.Text(4)
                )
            );
        }

        return letters;
    }

    public void Dispose()
    {
        _isComplete.Dispose();
        _up.Dispose();
        _down.Dispose();
        _lists.Dispose();
        _stored.Dispose();
        _builds.Dispose();
        _progress.Dispose();
        _newest.Dispose();
        _row.Dispose();
        _total.Dispose();
        _deadLetters.Dispose();
        _connection.Dispose();
    }

    private static ImmutableArray<ViewProgress> Progress(Statement builds)
    {
        var progress = ImmutableArray.CreateBuilder<ViewProgress>();
        while (builds.Step())
        {
            progress.Add(
                new(
                    builds.Text(0),
                    (int)builds.Int64(1),
                    builds.Int64(2) != 0,
                    builds.Int64(3),
                    DateTimeOffset.FromUnixTimeMilliseconds(builds.Int64(4))
                )
            );
        }

        return progress.ToImmutable();
    }

    private static string Page(string beyond, string direction) =>
        $"""
            SELECT listings.sort, listings.key, rows.body FROM listings
            JOIN rows ON rows.build = listings.build AND rows.key = listings.key
            WHERE listings.build = {Current} AND listings.list = ?2
              AND (listings.sort, listings.key) {beyond} (?3, ?4)
              AND listings.since <= ?6 AND listings.until > ?6
            ORDER BY listings.sort {direction}, listings.key {direction} LIMIT ?5
            """;
}
