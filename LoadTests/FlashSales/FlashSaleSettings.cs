namespace Commerce.LoadTests.FlashSales;

/// <summary>What a flash sale is to be played with.</summary>
/// <param name="Bots">The share of buyers that are bots, 0 to 1.</param>
/// <param name="Joins">Buyers that come each second, before the start.</param>
/// <param name="Limit">Units that one person may have.</param>
/// <param name="PatienceMax">How long the sale goes on if it does not sell out.</param>
/// <param name="Kill">A process of the shop that is to die while it goes on.</param>
/// <param name="Pause">One that is to stand still for a while.</param>
public sealed record FlashSaleSettings(
    Uri Url,
    string? OperatorKey,
    int Seed,
    int Connections,
    int Buyers,
    int Units,
    double Bots,
    int Joins,
    int Limit,
    TimeSpan PatienceMax,
    int? Kill = null,
    int? Pause = null
)
{
    /// <summary>The set of their tickets is one answer.</summary>
    private const int BuyersMax = 200_000;

    /// <summary>What is wrong with them, in a line; null when they hold.</summary>
    public string? Problem =>
        this switch
        {
            { Connections: < 1 or > 10_000 } => "--connections must be from 1 to 10000",
            { Buyers: < 1 or > BuyersMax } => "--buyers must be from 1 to 200000",
            { Units: < 1 or > 1_000_000 } => "--units must be from 1 to 1000000",
            { Bots: < 0 or > 1 or double.NaN } => "--bots must be from 0% to 100%",
            { Joins: < 1 or > 100_000 } => "--joins must be from 1 to 100000",
            { Limit: < 1 or > 100 } => "--limit must be from 1 to 100",
            _ when PatienceMax < TimeSpan.FromSeconds(1) || PatienceMax > TimeSpan.FromDays(1) =>
                "--duration must be from 1 to 86400",
            { Kill: <= 1 } or { Pause: <= 1 } => "--kill and --pause must be ids of processes",
            _ => null,
        };
}
