using Commerce.EventSourcing;
using Commerce.Views;
using Npgsql;

namespace Commerce.Postgres;

/// <summary>
/// What becomes of the rows of a build, in a few statements of arrays, however many rows there are.
/// Rows that others change, too, are changed in one order by all.
/// </summary>
internal static class ViewStatements
{
    private const string Put = """
        INSERT INTO rows (build, key, body)
        SELECT $1, key, body FROM unnest($2, $3) AS u (key, body)
        ON CONFLICT (build, key) DO UPDATE SET body = excluded.body
        """;

    private const string Remove = "DELETE FROM rows WHERE build = $1 AND key = ANY ($2)";

    private const string Leave = """
        DELETE FROM listings USING unnest($2, $3, $4) AS u (list, sort, key)
        WHERE listings.build = $1 AND listings.list = u.list
          AND listings.sort = u.sort AND listings.key = u.key
        """;

    private const string Take = """
        INSERT INTO listings (build, list, sort, key, since, until)
        SELECT $1, list, sort, key, since, until
        FROM unnest($2, $3, $4, $5, $6) AS u (list, sort, key, since, until)
        ON CONFLICT DO NOTHING
        """;

    private const string Resize = """
        INSERT INTO lists (build, list, rows)
        SELECT $1, list, rows FROM unnest($2, $3) AS u (list, rows)
        ON CONFLICT (build, list) DO UPDATE SET rows = lists.rows + excluded.rows
        """;

    private const string Forget = """
        DELETE FROM lists WHERE build = $1 AND list = ANY ($2) AND rows = 0
        """;

    private const string Sum = """
        INSERT INTO totals (build, total, at, count, units, amount)
        SELECT $1, total, at, count, units, amount
        FROM unnest($2, $3, $4, $5, $6) AS u (total, at, count, units, amount)
        ON CONFLICT (build, total, at) DO UPDATE SET
          count = totals.count + excluded.count,
          units = totals.units + excluded.units,
          amount = totals.amount + excluded.amount
        """;

    private const string Clear = """
        DELETE FROM totals USING unnest($2, $3) AS u (total, at)
        WHERE totals.build = $1 AND totals.total = u.total AND totals.at = u.at
          AND count = 0 AND units = 0 AND amount = 0
        """;

    private const string Unpark = "DELETE FROM dead_letters WHERE build = $1 AND stream = $2";

    private const string Park = """
        INSERT INTO dead_letters (build, position, stream, version, reason)
        SELECT $1, position, stream, version, reason
        FROM unnest($2, $3, $4, $5) AS u (position, stream, version, reason)
        ON CONFLICT (build, position) DO UPDATE SET reason = excluded.reason
        """;

    public static void Add(this NpgsqlBatch batch, long build, ViewChanges changes)
    {
        if (changes.Put is { Count: > 0 } put)
            batch.Add(Put, build, Each(put, row => row.Key), Each(put, row => row.Body));

        if (changes.Removed is { Count: > 0 } removed)
            batch.Add(Remove, build, removed.ToArray());

        if (changes.Left is { Count: > 0 } left)
            batch.Add(Leave, [build, .. Places(left)]);

        if (changes.Taken is { Count: > 0 } taken)
        {
            batch.Add(
                Take,
                [
                    build,
                    .. Places(taken),
                    Each(taken, each => Moment(each.Place.From) ?? long.MinValue),
                    Each(taken, each => Moment(each.Place.Until) ?? long.MaxValue),
                ]
            );
        }

        if (changes.Unparked is { } stream)
            batch.Add(Unpark, build, stream);

        if (Once(changes.Parked) is { Count: > 0 } parked)
        {
            batch.Add(
                Park,
                build,
                Each(parked, each => each.Poison.Position),
                Each(parked, each => each.Poison.Stream),
                Each(parked, each => each.Poison.Version),
                Each(parked, each => each.Reason)
            );
        }
    }

    /// <summary>
    /// What other parts change, too: last of all, as it is theirs again only after the commit.
    /// </summary>
    public static void AddShared(this NpgsqlBatch batch, long build, ViewChanges changes)
    {
        if (changes.Sizes is { Count: > 0 } sizes)
        {
            var lists = Each(sizes, each => each.List);
            batch.Add(Resize, build, lists, Each(sizes, each => each.Change));
            if (sizes.Any(each => each.Change < 0))
                batch.Add(Forget, build, lists);
        }

        if (changes.Sums is { Count: > 0 } sums)
            batch.AddSums(build, sums);
    }

    private static void AddSums(
        this NpgsqlBatch batch,
        long build,
        IReadOnlyList<(string Total, string At, Figures Change)> sums
    )
    {
        var (totals, ats) = (Each(sums, each => each.Total), Each(sums, each => each.At));
        batch.Add(
            Sum,
            build,
            totals,
            ats,
            Each(sums, each => each.Change.Count),
            Each(sums, each => each.Change.Units),
            Each(sums, each => each.Change.Amount)
        );
        if (sums.Any(each => each.Change.Count < 0))
            batch.Add(Clear, build, totals, ats);
    }

    public static void Add(this NpgsqlBatch batch, string sql, params object[] values)
    {
        var command = batch.CreateBatchCommand();
#pragma warning disable CA2100 // Only this program's own text comes here.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        batch.BatchCommands.Add(command);
    }

    private static object[] Places(IReadOnlyList<(Listing Place, string Key)> places) =>
        [
            Each(places, each => each.Place.List),
            Each(places, each => each.Place.Sort),
            Each(places, each => each.Key),
        ];

    /// <summary>An event may be parked twice: when it is applied, and with its row.</summary>
    private static List<(RecordedEvent Poison, string Reason)> Once(
        IReadOnlyList<(RecordedEvent Poison, string Reason)> parked
    ) => [.. parked.Reverse().DistinctBy(each => each.Poison.Position)];

    private static TOut[] Each<TIn, TOut>(IReadOnlyList<TIn> all, Func<TIn, TOut> of) =>
        [.. all.Select(of)];

    private static long? Moment(DateTimeOffset? at) => at?.ToUnixTimeMilliseconds();
}
