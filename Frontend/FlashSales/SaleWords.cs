using Commerce.Inventory;

namespace Commerce.FlashSales;

/// <summary>What the API calls the parts of a sale.</summary>
internal static class SaleWords
{
    /// <summary>Live, with no unit of any item free.</summary>
    public const string SoldOut = "sold_out";

    public static string Of(TurnOrder order) => order is TurnOrder.Fifo ? "fifo" : "draw";

    public static TurnOrder? Order(string word) =>
        word switch
        {
            "draw" => TurnOrder.Draw,
            "fifo" => TurnOrder.Fifo,
            _ => null,
        };

    public static string Of(BeyondQuota beyond) =>
        beyond is BeyondQuota.NormalPrice ? "normal_price" : "refused";

    public static BeyondQuota? Beyond(string word) =>
        word switch
        {
            "refused" => BeyondQuota.Refused,
            "normal_price" => BeyondQuota.NormalPrice,
            _ => null,
        };

    public static string? Of(PauseKind pause) =>
        pause switch
        {
            PauseKind.Soft => "soft",
            PauseKind.Hard => "hard",
            _ => null,
        };

    /// <summary>How a sale stands, told apart from one that has nothing left.</summary>
    public static string State(SaleTold sale, IReadOnlyCollection<Sku> soldOut, DateTimeOffset now)
    {
        var state = sale.StateAt(now);
        return state is SaleState.Live && sale.Terms.Items.All(item => soldOut.Contains(item.Sku))
            ? SoldOut
            : SaleRejections.Word(state);
    }
}
