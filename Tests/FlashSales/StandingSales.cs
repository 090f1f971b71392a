using Commerce.EventSourcing;
using static Commerce.FlashSales.SaleEvent;

namespace Commerce.FlashSales;

/// <summary>Sales as they stand in each state.</summary>
internal static class StandingSales
{
    public static readonly DateTimeOffset Now = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

    public static SaleTerms Terms { get; } =
        new(
            "Lamps at half price",
            [
                new(new("LAMP"), new(1_250, new("EUR")), 100),
                new(new("SHADE"), new(500, new("EUR")), 20),
            ],
            Limit: 2
        );

    public static Sale In(SaleState state)
    {
        SaleEvent[] happened = state switch
        {
            SaleState.Draft => [],
            SaleState.Scheduled => [At(hours: 1), new QuotaSet()],
            SaleState.Armed => [At(hours: 1), new QuotaSet(), Armed],
            SaleState.Prequeue => [At(hours: 0.05), new QuotaSet(), Armed],
            SaleState.Live => [At(hours: -1), new QuotaSet(), Armed],
            SaleState.Paused => [At(hours: -1), new QuotaSet(), Armed, new Paused(Hard: false)],
            SaleState.Ended => [At(hours: -20), new QuotaSet(), Armed],
            SaleState.Settling => [At(hours: -20), new QuotaSet(), Armed, new SettlingBegan(Now)],
            SaleState.Settled =>
            [
                At(hours: -20),
                new QuotaSet(),
                Armed,
                new SettlingBegan(Now),
                new Settled([.. Terms.Items.Select(item => new SaleResult(item.Sku, 5, 4, 1))]),
            ],
            _ => [new Cancelled()],
        };
        var sale = happened.Aggregate(
            Sale.Initial.Evolve(new Drafted(Terms), Now),
            (at, each) => at.Evolve(each, Now)
        );
        Assert.Equal(state, sale.StateAt(Now));
        return sale;
    }

    public static SaleTold Told(SaleState state) => In(state).Told(new("sal_eu1_1"), version: 7);

    /// <summary>Why the sale does not take a step; <c>null</c> if it does.</summary>
    public static Rejection? Take(SaleStep step, SaleState state)
    {
        var sale = In(state);
        Decision<bool, SaleEvent> taken = step.Name switch
        {
            "schedule" => sale.Schedule(new("sal_eu1_1"), Now.AddHours(1), Now.AddHours(2), Now),
            "arm" => sale.Arm(new("commit", "seed", [1]), Now),
            "start" => sale.Start(Now),
            "pause" => sale.Hold(isHard: false, Now),
            "resume" => sale.GoOn(Now),
            "extend" => sale.Extend(Now.AddDays(2), Now),
            "stop" => sale.Stop(Now),
            "cancel" => sale.Cancel(Now),
            _ => throw new ArgumentOutOfRangeException(nameof(step), step, "No such step."),
        };
        return taken.Reply.Rejection;
    }

    /// <summary>Whether a step leads where the sale already is, or is past.</summary>
    public static bool IsDone(SaleStep step, SaleState state) =>
        step.Name switch
        {
            "arm" => state
                is SaleState.Armed
                    or SaleState.Prequeue
                    or SaleState.Live
                    or SaleState.Paused
                    or SaleState.Ended,
            "pause" => state is SaleState.Paused,
            "resume" => state is SaleState.Live,
            "stop" => state is SaleState.Ended or SaleState.Settling or SaleState.Settled,
            "cancel" => state is SaleState.Cancelled,
            _ => false,
        };

    private static Armed Armed { get; } = new("commit", "sealed");

    private static Scheduled At(double hours) =>
        new(Now.AddHours(hours), Now.AddHours(hours + 10), "sal_eu1_1");
}
