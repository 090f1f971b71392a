using System.Collections.Immutable;
using Commerce.EventSourcing;
using Commerce.Platform;
using Commerce.Views;
using Npgsql;

namespace Commerce.Postgres;

/// <summary>Short reads of the views' tables.</summary>
internal sealed class ViewRows(NpgsqlDataSource source) : IViewRows
{
    /// <summary>
    /// Rows of an earlier version serve until those of this one are complete: nobody's list is
    /// empty because a program was renewed.
    /// </summary>
    private const string Current = "(SELECT max(build) FROM builds WHERE view = $1 AND complete)";

    private const string Come = """
        SELECT view, version, b.complete, min(position), min(time)
        FROM builds AS b JOIN positions USING (build)
        """;

    public static async Task<bool> IsOpen(
        NpgsqlConnection connection,
        IView view,
        string incarnation,
        long head
    )
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT EXISTS (
              SELECT FROM builds WHERE build = (SELECT max(build) FROM builds WHERE view = $1)
                AND version = $2 AND incarnation = $3 AND NOT EXISTS
                  (SELECT FROM positions WHERE positions.build = builds.build AND position > $4)
            )
            """,
            connection
        );
        return (bool)
            (await command.With(view.Name, view.Version, incarnation, head).ExecuteScalarAsync())!;
    }

    /// <summary>A build older than the one that serves; <c>null</c> if there is none.</summary>
    public async Task<long?> Outlived() =>
        await One<long?>(
            """
            SELECT build FROM builds AS old WHERE build <
              (SELECT max(build) FROM builds WHERE view = old.view AND complete)
            ORDER BY build LIMIT 1
            """,
            row => row.GetInt64(0)
        );

    public async Task<ImmutableArray<ViewBuild>> Builds(int part) =>
        [
            .. await All(
                """
                SELECT build, view, version, incarnation, b.complete, position
                FROM builds AS b JOIN positions USING (build)
                WHERE part = $1 AND build >= coalesce(
                  (SELECT max(build) FROM builds AS o WHERE o.view = b.view AND o.complete), 0)
                ORDER BY build
                """,
                row => new ViewBuild(
                    row.GetInt64(0),
                    row.GetString(1),
                    row.GetInt32(2),
                    row.GetString(3),
                    row.GetBoolean(4),
                    row.GetInt64(5)
                ),
                part
            ),
        ];

    public async Task<IReadOnlyDictionary<RowKey, byte[]>> Rows(IReadOnlyCollection<RowKey> keys)
    {
        if (keys.Count == 0)
            return ImmutableDictionary<RowKey, byte[]>.Empty;

        var rows = await All(
            """
            SELECT build, key, body
            FROM rows JOIN unnest($1, $2) AS u (build, key) USING (build, key)
            """,
            row => (Key: new RowKey(row.GetInt64(0), row.GetString(1)), Body: Bytes(row, 2)),
            keys.Select(each => each.Build).ToArray(),
            keys.Select(each => each.Key).ToArray()
        );
        return rows.ToDictionary(each => each.Key, each => each.Body);
    }

    public Task<bool> IsComplete(IView view) =>
        One($"SELECT {Current} IS NOT NULL", row => row.GetBoolean(0), view.Name);

    public Task<ViewProgress?> Progress(IView view) =>
        One($"{Come} WHERE build = {Current} GROUP BY build", ProgressOf, view.Name);

    public async Task<ImmutableArray<ViewProgress>> Progress() =>
        [
            .. await All(
                $"""
                {Come} WHERE build IN (SELECT max(build) FROM builds GROUP BY view)
                GROUP BY build ORDER BY view
                """,
                ProgressOf
            ),
        ];

    public Task<List<(Mark Mark, byte[] Body)>> Page(
        IView view,
        string list,
        Mark after,
        int max,
        DateTimeOffset at
    ) =>
        All(
            view.IsDescending ? Page("<", "DESC") : Page(">", "ASC"),
            row => (new Mark(row.GetString(0), row.GetString(1)), Bytes(row, 2)),
            view.Name,
            list,
            after.Sort,
            after.Key,
            max,
            at.ToUnixTimeMilliseconds()
        );

    public Task<List<ListSize>> Lists(IView view, string prefix, string after, int max) =>
        All(
            $"""
            SELECT list, rows FROM lists
            WHERE build = {Current} AND list > $2 AND list < $3 ORDER BY list LIMIT $4
            """,
            row => new ListSize(row.GetString(0), row.GetInt64(1)),
            view.Name,
            after,
            prefix + Mark.Greatest,
            max
        );

    public async Task<List<byte[]?>> Rows(IView view, IReadOnlyList<string> keys)
    {
        var rows = await All(
            $"SELECT key, body FROM rows WHERE build = {Current} AND key = ANY ($2)",
            row => (Key: row.GetString(0), Body: Bytes(row, 1)),
            view.Name,
            keys.ToArray()
        );
        var found = rows.ToDictionary(each => each.Key, each => each.Body, StringComparer.Ordinal);
        return [.. keys.Select(key => found.GetValueOrDefault(key))];
    }

    public Task<List<SeriesPoint>> Total(
        IView view,
        string total,
        string from,
        string until,
        int width
    ) =>
        All(
            $"""
            SELECT left(at, $5) AS span,
              sum(count)::bigint, sum(units)::bigint, sum(amount)::bigint FROM totals
            WHERE build = {Current} AND total = $2 AND at >= $3 AND at < $4
            GROUP BY span ORDER BY span
            """,
            row => new SeriesPoint(
                row.GetString(0),
                new(row.GetInt64(1), row.GetInt64(2), row.GetInt64(3))
            ),
            view.Name,
            total,
            from,
            until,
            width
        );

    public Task<List<DeadLetter>> DeadLetters(string view, long position, int max) =>
        All(
            """
            SELECT view, position, stream, d.version, reason
            FROM (SELECT max(build) AS build, view FROM builds GROUP BY view) AS newest
            JOIN dead_letters AS d USING (build)
            WHERE (view, position) > ($1, $2) ORDER BY view, position LIMIT $3
            """,
            row => new DeadLetter(
                row.GetString(0),
                row.GetInt64(1),
                row.GetString(2),
                row.GetInt64(3),
                row.GetString(4)
            ),
            view,
            position,
            max
        );

    private static string Page(string beyond, string direction) =>
        $"""
            SELECT l.sort, l.key, r.body FROM listings AS l
            JOIN rows AS r ON r.build = l.build AND r.key = l.key
            WHERE l.build = {Current} AND l.list = $2 AND (l.sort, l.key) {beyond} ($3, $4)
              AND l.since <= $6 AND l.until > $6
            ORDER BY l.sort {direction}, l.key {direction} LIMIT $5
            """;

    private static ViewProgress ProgressOf(NpgsqlDataReader row) =>
        new(
            row.GetString(0),
            row.GetInt32(1),
            row.GetBoolean(2),
            row.GetInt64(3),
            DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(4))
        );

    private static byte[] Bytes(NpgsqlDataReader row, int column) =>
        row.GetFieldValue<byte[]>(column);

    private async Task<T?> One<T>(
        string sql,
        Func<NpgsqlDataReader, T> read,
        params object[] values
    ) => await All(sql, read, values) is [var only, ..] ? only : default;

    private Task<List<T>> All<T>(
        string sql,
        Func<NpgsqlDataReader, T> read,
        params object[] values
    ) =>
        source.Ask(async () =>
        {
#pragma warning disable CA2100 // Only this program's own text comes here.
            await using var command = source.CreateCommand(sql);
#pragma warning restore CA2100
            await using var rows = await command.With(values).ExecuteReaderAsync();
            var all = new List<T>();
            while (await rows.ReadAsync())
                all.Add(read(rows));

            return all;
        });
}
