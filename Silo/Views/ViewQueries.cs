using Commerce.EventSourcing;
using Commerce.Platform;
using Commerce.Sqlite;
using Microsoft.Data.Sqlite;

namespace Commerce.Views;

/// <summary>Short reads on a connection of their own. For one thread at a time.</summary>
internal sealed class ViewQueries : IDisposable
{
    private const string Current =
        "(SELECT max(build) FROM builds WHERE view = ?1 AND version = ?2 AND complete)";

    private readonly SqliteConnection _connection;
    private readonly Statement _isComplete;
    private readonly Statement _up;
    private readonly Statement _down;
    private readonly Statement _nextList;
    private readonly Statement _deadLetters;

    public ViewQueries(SqliteFile file)
    {
        _connection = file.OpenReader();
        _isComplete = new(_connection, $"SELECT {Current} IS NOT NULL");
        _up = new(_connection, Page(">", "ASC"));
        _down = new(_connection, Page("<", "DESC"));
        _nextList = new(
            _connection,
            $"""
            SELECT list FROM listings WHERE build = {Current} AND list > ?3
            ORDER BY list LIMIT 1
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
        _isComplete.Bind(1, view.Name).Bind(2, view.Version).Step();
        var complete = _isComplete.Int64(0) != 0;
        _isComplete.Reset();
        return complete;
    }

    public List<(Mark Mark, byte[] Body)> Page(IView view, string list, Mark after, int max)
    {
        var page = view.IsDescending ? _down : _up;
        page.Bind(1, view.Name)
            .Bind(2, view.Version)
            .Bind(3, list)
            .Bind(4, after.Sort)
            .Bind(5, after.Key)
            .Bind(6, max);
        var rows = new List<(Mark, byte[])>();
        while (page.Step())
        {
            rows.Add((new(page.Text(0), page.Text(1)), page.Bytes(2)));
        }

        return rows;
    }

    /// <summary>
    /// The first list after a name; one look into the index, however many rows it has.
    /// </summary>
    public string? NextList(IView view, string after)
    {
        string? list = null;
        _nextList.Bind(1, view.Name).Bind(2, view.Version).Bind(3, after);
        while (_nextList.Step())
        {
            list = _nextList.Text(0);
        }

        return list;
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
        _nextList.Dispose();
        _deadLetters.Dispose();
        _connection.Dispose();
    }

    private static string Page(string beyond, string direction) =>
        $"""
            SELECT listings.sort, listings.key, rows.body FROM listings
            JOIN rows ON rows.build = listings.build AND rows.key = listings.key
            WHERE listings.build = {Current} AND listings.list = ?3
              AND (listings.sort, listings.key) {beyond} (?4, ?5)
            ORDER BY listings.sort {direction}, listings.key {direction} LIMIT ?6
            """;
}

/// <summary>A place in a list, behind which a page begins.</summary>
internal readonly record struct Mark(string Sort, string Key)
{
    /// <summary>Greater than any text: the last code point.</summary>
    private const string Greatest = "\U0010FFFF";

    /// <summary>Where a list begins that is read from its greatest or its least.</summary>
    public static Mark Begin(bool isDescending) => isDescending ? new(Greatest, "") : new("", "");

    /// <summary>Keys have no line feed, so the last one parts them from the sort text.</summary>
    public static Mark Parse(string text)
    {
        var feed = text.LastIndexOf('\n');
        return new(text[..feed], text[(feed + 1)..]);
    }

    public override string ToString() => $"{Sort}\n{Key}";
}
