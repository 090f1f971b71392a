using System.Text.Json.Nodes;
using Commerce.LoadTests.Reports;

namespace Commerce.LoadTests;

/// <summary>
/// Holds what a run did, by its own account, against what the shop says of itself: a run that was
/// fast and wrong has failed.
/// </summary>
/// <param name="desk">An operator's.</param>
internal sealed class Audit(Client desk, bool hasKey)
{
    private const string Integrity = "/admin/v1/integrity";

    /// <summary>Within what the shop has done with what it began.</summary>
    private static readonly TimeSpan RestMax = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    private readonly Dictionary<string, (long Sold, long Held)> _before = new(
        StringComparer.Ordinal
    );

    /// <summary>Notes what the shop has sold of what the run may sell.</summary>
    public async Task Begin(Books books)
    {
        foreach (var sku in books.All.Keys)
            _before[sku] = await Stock(sku);
    }

    /// <summary>Once it has done with what the run began.</summary>
    public async Task<IReadOnlyList<Check>> End(Books books)
    {
        if (!hasKey)
            return [];

        var (until, checks) = (TimeProvider.System.GetUtcNow() + RestMax, new List<Check>());
        do
        {
            checks = [await Whole(), .. await AsSold(books)];
            if (checks.TrueForAll(check => check.Holds))
                break;

            await Task.Delay(Look, TimeProvider.System);
        } while (TimeProvider.System.GetUtcNow() < until);

        return checks;
    }

    private async Task<Check> Whole()
    {
        const string Asked = "the shop's books add up (/integrity)";
        var answer = await desk.Get(Integrity);
        if (!answer.Is(200))
            return new(Asked, $"{Integrity} answered {answer.Kind}", Holds: false);

        var told = JsonNode.Parse(answer.Body)!;
        var off = told["deltas"]!
            .AsArray()
            .Where(each => (long)each!["delta"]! != 0)
            .Select(each => $"{each!["check"]} is off by {each["delta"]}")
            .Concat(told["faults"]!.AsArray().Select(fault => $"{fault}"))
            .ToList();
        return new(Asked, off.Count == 0 ? "they do" : string.Join("; ", off), off.Count == 0);
    }

    private async Task<IEnumerable<Check>> AsSold(Books books)
    {
        if (books.All.Count == 0)
            return [];

        var (bought, shop, wrong) = (default(Units), 0L, new List<string>());
        foreach (var (sku, units) in books.All)
        {
            var (told, before) = (await Stock(sku), _before[sku]);
            var (sold, held) = (told.Sold - before.Sold, told.Held - before.Held);
            (bought, shop) = (bought + units, shop + sold);
            if (sold < units.Sold || sold > units.Sold + units.Unheard)
                wrong.Add($"{sku}: the shop sold {sold}, the run bought {units.Sold}");
            if (units.Held > 0 && (held < units.Held || held > units.Held + units.Unheard))
                wrong.Add($"{sku}: the shop holds {held}, the run held {units.Held}");
        }

        var holds = bought.Held == 0 ? "" : $", {bought.Held:N0} held";
        var maybe = bought.Unheard == 0 ? "" : $" (and of {bought.Unheard} never heard)";
        var seen =
            wrong.Count == 0
                ? $"{shop:N0} units sold, {bought.Sold:N0} bought{holds}{maybe}"
                : string.Join("; ", wrong.Take(3));
        return [new("the shop sold what the run bought", seen, wrong.Count == 0)];
    }

    private async Task<(long Sold, long Held)> Stock(string sku)
    {
        var path = $"/admin/v1/skus/{sku}/stock";
        var answer = await desk.Get(path);
        return answer.Number("sold") is { } sold && answer.Number("held") is { } held
            ? (sold, held)
            : throw new SetUpException($"GET {path} answered {answer.Kind}");
    }
}
