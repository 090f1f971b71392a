using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Commerce.LoadTests.Measuring;
using Commerce.LoadTests.Plans;
using Commerce.LoadTests.Reports;

namespace Commerce.LoadTests.Scenarios;

/// <summary>
/// What an account costs: all users are guests for two seconds, then signed in for two, and so on.
/// A machine that is quicker at one time than at another is so to both of a pair, and half of the
/// pairs may be spoiled before the median is.
/// </summary>
internal sealed class PurchaseInTurns : Scenario
{
    /// <summary>How much people with accounts must buy, as a share of what guests do.</summary>
    private const double ShareMin = 0.9;

    /// <summary>Pairs without which a median says little.</summary>
    private const int PairsMin = 5;

    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(2);

    private readonly Purchase _purchase = new();
    private readonly ConcurrentDictionary<int, long> _done = [];
    private IReadOnlyDictionary<Client, string> _tokens = new Dictionary<Client, string>();
    private long _start;

    public override string Name => "purchase-in-turns";

    public override string About => "2 s of purchases by guests, 2 s by people who have signed in";

    public override bool IsAlone => true;

    public override async Task Prepare(Fleet fleet, LoadPlan plan)
    {
        await _purchase.Prepare(fleet, plan);
        _tokens = await Members.Register(fleet);
        _start = Stopwatch.GetTimestamp();
    }

    public override async ValueTask<bool> Operate(Client client)
    {
        var turn = (int)(Stopwatch.GetElapsedTime(_start) / Turn);
        client.ShopAs(IsSignedIn(turn) ? _tokens[client] : null);
        client.Part = IsSignedIn(turn) ? "signed in" : "guest";
        var isBought = await _purchase.Operate(client);
        if (isBought && client.Tally is not null)
            _done.AddOrUpdate(turn, 1, (_, done) => done + 1);
        return isBought;
    }

    public override Task<IReadOnlyList<Check>> Judge(
        Client desk,
        Measurement result,
        IReadOnlyList<Metric> metrics
    ) => Task.FromResult<IReadOnlyList<Check>>([Judge(_done)]);

    /// <summary>What must hold of the purchases that were begun in each turn.</summary>
    internal static Check Judge(IReadOnlyDictionary<int, long> done)
    {
        // The first and the last turn were not measured from one end to the other.
        var whole = done.Keys.Order().Skip(1).SkipLast(1).ToList();
        var shares = whole
            .Where(turn => IsSignedIn(turn) && whole.Contains(turn - 1))
            .Select(turn => (double)done[turn] / done[turn - 1])
            .Order()
            .ToList();
        var median = shares.Count == 0 ? 0 : shares[shares.Count / 2];
        return new(
            "who has signed in buys at least 0.9 times as much as a guest",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{median:0.00}, the median of {shares.Count} pairs of turns"
            ) + (shares.Count < PairsMin ? $"; {PairsMin} are needed, and a longer run" : ""),
            shares.Count >= PairsMin && median >= ShareMin
        );
    }

    private static bool IsSignedIn(int turn) => turn % 2 == 1;
}
