namespace Commerce.Inventory;

public static class StockRejections
{
    public static Rejection HoldEnded { get; } =
        new("reservation_expired", RejectionKind.Conflict, "The hold has ended.");

    public static Rejection Frozen { get; } =
        new("sku_frozen", RejectionKind.Conflict, "Sales of this SKU are stopped for now.");

    public static Rejection QuantityOutOfRange { get; } =
        new("quantity_out_of_range", RejectionKind.Invalid, "The quantity is not one we handle.");

    public static Rejection DurationOutOfRange { get; } =
        new("duration_out_of_range", RejectionKind.Invalid, "Units are not held for that time.");

    /// <summary>What an allotment says whose sale has ended.</summary>
    public static Rejection AllotmentClosed { get; } =
        new("sale_closed", RejectionKind.Conflict, "The sale of these units is over.");

    /// <summary>Says whose units are out, so that nobody can count them on the shelf.</summary>
    public static Rejection UnitsAllotted(StockLevel level, string allotment) =>
        new(
            "units_allotted",
            RejectionKind.Conflict,
            "Units are set apart for a sale. Once it is settled this can be done.",
            Data:
            [
                new(Pointer: null, "allotment", Text: allotment),
                new(Pointer: null, "allotted", Number: level.Allotted),
            ]
        );

    /// <summary>Says what could be had, and what might come free because it is only held.</summary>
    public static Rejection Insufficient(StockLevel level) =>
        new(
            level.BackorderCap > 0 ? "backorder_cap_reached" : "insufficient_stock",
            RejectionKind.Conflict,
            "Fewer units are left than asked for.",
            Data:
            [
                new(Pointer: null, "available", Number: long.Max(0, level.Saleable)),
                new(Pointer: null, "held", Number: level.Held),
            ]
        );

    /// <summary>Says how many units are on hand, for another try.</summary>
    public static Rejection MovedOn(StockLevel level) =>
        Rejections.Stale with
        {
            Data = [new("/from", "onHand", Number: level.OnHand)],
        };
}
