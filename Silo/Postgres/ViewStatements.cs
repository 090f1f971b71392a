using Commerce.EventSourcing;
using Commerce.Views;
using Npgsql;

namespace Commerce.Postgres;

/// <summary>
/// What becomes of the rows of all views, in a few statements of arrays, however many views and
/// rows there are. Rows that other parts change, too, come last and in one order for all.
/// </summary>
/// <remarks>
/// A batch is one transaction and one message: nobody holds a row that others wait for while it
/// waits for its own processor.
/// </remarks>
internal static class ViewStatements
{
    /// <summary>What <see cref="Move"/> ends the transaction with: a division by zero.</summary>
    public const string MovedByAnother = PostgresErrorCodes.DivisionByZero;

    /// <summary>Takes all positions from where they were, or fails.</summary>
    private const string Move = """
        WITH moved AS (
          UPDATE positions SET position = u.upto, time = u.at
          FROM unnest($2, $3, $4, $5) AS u (build, since, upto, at)
          WHERE positions.build = u.build AND part = $1 AND position = u.since
          RETURNING 1
        )
        SELECT 1 / (count(*) = cardinality($2))::int FROM moved
        """;

    private const string Put = """
        INSERT INTO rows (build, key, body)
        SELECT build, key, body FROM unnest($1, $2, $3) AS u (build, key, body)
        ON CONFLICT (build, key) DO UPDATE SET body = excluded.body
        """;

    private const string Remove = """
        DELETE FROM rows USING unnest($1, $2) AS u (build, key)
        WHERE rows.build = u.build AND rows.key = u.key
        """;

    private const string Leave = """
        DELETE FROM listings USING unnest($1, $2, $3, $4) AS u (build, list, sort, key)
        WHERE listings.build = u.build AND listings.list = u.list
          AND listings.sort = u.sort AND listings.key = u.key
        """;

    private const string Take = """
        INSERT INTO listings (build, list, sort, key, since, until)
        SELECT build, list, sort, key, since, until
        FROM unnest($1, $2, $3, $4, $5, $6) AS u (build, list, sort, key, since, until)
        ON CONFLICT DO NOTHING
        """;

    private const string Resize = """
        INSERT INTO lists (build, list, rows)
        SELECT build, list, rows FROM unnest($1, $2, $3) AS u (build, list, rows)
        ON CONFLICT (build, list) DO UPDATE SET rows = lists.rows + excluded.rows
        """;

    private const string Forget = """
        DELETE FROM lists USING unnest($1, $2) AS u (build, list)
        WHERE lists.build = u.build AND lists.list = u.list AND rows = 0
        """;

    private const string Sum = """
        INSERT INTO totals (build, total, at, count, units, amount)
        SELECT build, total, at, count, units, amount
        FROM unnest($1, $2, $3, $4, $5, $6) AS u (build, total, at, count, units, amount)
        ON CONFLICT (build, total, at) DO UPDATE SET
          count = totals.count + excluded.count,
          units = totals.units + excluded.units,
          amount = totals.amount + excluded.amount
        """;

    private const string Clear = """
        DELETE FROM totals USING unnest($1, $2, $3) AS u (build, total, at)
        WHERE totals.build = u.build AND totals.total = u.total AND totals.at = u.at
          AND count = 0 AND units = 0 AND amount = 0
        """;

    private const string Unpark = """
        DELETE FROM dead_letters USING unnest($1, $2) AS u (build, stream)
        WHERE dead_letters.build = u.build AND dead_letters.stream = u.stream
        """;

    private const string Park = """
        INSERT INTO dead_letters (build, position, stream, version, reason)
        SELECT build, position, stream, version, reason
        FROM unnest($1, $2, $3, $4, $5) AS u (build, position, stream, version, reason)
        ON CONFLICT (build, position) DO UPDATE SET reason = excluded.reason
        """;

    public static void AddMove(this NpgsqlBatch batch, int part, IReadOnlyList<ViewStep> steps) =>
        batch.Add(
            Move,
            part,
            steps.Select(step => step.Build).ToArray(),
            steps.Select(step => step.From).ToArray(),
            steps.Select(step => step.To).ToArray(),
            steps.Select(step => step.At.ToUnixTimeMilliseconds()).ToArray()
        );

    public static void AddChanges(this NpgsqlBatch batch, IReadOnlyList<ViewStep> steps)
    {
        var changed = steps.Where(step => step.Changes is not null).OrderBy(step => step.Build);
        batch.AddOwn([.. changed]);
        batch.AddShared([.. changed]);
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

    private static void AddOwn(this NpgsqlBatch batch, List<ViewStep> steps)
    {
        var put = All(steps, changes => changes.Put);
        batch.AddEach(Put, put, Each(put, row => row.Key), Each(put, row => row.Body));

        var removed = All(steps, changes => changes.Removed);
        batch.AddEach(Remove, removed, Each(removed, key => key));

        var left = All(steps, changes => changes.Left);
        batch.AddEach(Leave, left, Places(left));

        var taken = All(steps, changes => changes.Taken);
        var since = Each(taken, each => Moment(each.Place.From) ?? long.MinValue);
        var until = Each(taken, each => Moment(each.Place.Until) ?? long.MaxValue);
        batch.AddEach(Take, taken, [.. Places(taken), since, until]);

        var unparked = All(steps, changes => changes.Unparked is { } one ? [one] : (string[])[]);
        batch.AddEach(Unpark, unparked, Each(unparked, stream => stream));

        var parked = Once(All(steps, changes => changes.Parked));
        batch.AddEach(
            Park,
            parked,
            Each(parked, each => each.Poison.Position),
            Each(parked, each => each.Poison.Stream),
            Each(parked, each => each.Poison.Version),
            Each(parked, each => each.Reason)
        );
    }

    private static void AddShared(this NpgsqlBatch batch, List<ViewStep> steps)
    {
        var sizes = All(steps, changes => changes.Sizes);
        var lists = Each(sizes, each => each.List);
        batch.AddEach(Resize, sizes, lists, Each(sizes, each => each.Change));
        if (sizes.Any(each => each.Of.Change < 0))
            batch.AddEach(Forget, sizes, lists);

        var sums = All(steps, changes => changes.Sums);
        var (totals, ats) = (Each(sums, each => each.Total), Each(sums, each => each.At));
        batch.AddEach(
            Sum,
            sums,
            totals,
            ats,
            Each(sums, each => each.Change.Count),
            Each(sums, each => each.Change.Units),
            Each(sums, each => each.Change.Amount)
        );
        if (sums.Any(each => each.Of.Change.Count < 0))
            batch.AddEach(Clear, sums, totals, ats);
    }

    /// <summary>One statement for all rows, if there are any.</summary>
    private static void AddEach<T>(
        this NpgsqlBatch batch,
        string sql,
        List<(long Build, T Of)> rows,
        params Array[] columns
    )
    {
        if (rows.Count > 0)
            batch.Add(sql, [rows.Select(row => row.Build).ToArray(), .. columns]);
    }

    /// <summary>Of each build what it changes so.</summary>
    private static List<(long Build, T Of)> All<T>(
        List<ViewStep> steps,
        Func<ViewChanges, IEnumerable<T>> of
    ) => [.. steps.SelectMany(step => of(step.Changes!), (step, each) => (step.Build, each))];

    private static TOut[] Each<T, TOut>(List<(long Build, T Of)> rows, Func<T, TOut> of) =>
        [.. rows.Select(row => of(row.Of))];

    private static Array[] Places(List<(long Build, (Listing Place, string Key) Of)> rows) =>
        [
            Each(rows, each => each.Place.List),
            Each(rows, each => each.Place.Sort),
            Each(rows, each => each.Key),
        ];

    /// <summary>An event may be parked twice: when it is applied, and with its row.</summary>
    private static List<(long Build, (RecordedEvent Poison, string Reason) Of)> Once(
        List<(long Build, (RecordedEvent Poison, string Reason) Of)> parked
    ) =>
        [
            .. parked
                .AsEnumerable()
                .Reverse()
                .DistinctBy(each => (each.Build, each.Of.Poison.Position)),
        ];

    private static long? Moment(DateTimeOffset? at) => at?.ToUnixTimeMilliseconds();
}
