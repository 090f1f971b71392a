using static Commerce.Inventory.StockEvent;

namespace Commerce.Inventory;

/// <summary>Follows one round through a SKU's history, however long ago it ended.</summary>
internal readonly record struct StockTrace(
    HoldName Name,
    HoldEnding? Ending = null,
    DateTimeOffset ExpiresAt = default
)
{
    public StockTrace Follow(StockEvent happened) =>
        happened switch
        {
            Held e when Is(e.Holder, e.Round) => this with
            {
                Ending = new(HoldState.Open, e.Quantity),
                ExpiresAt = e.ExpiresAt,
            },
            Extended e when Is(e.Holder, e.Round) => this with { ExpiresAt = e.ExpiresAt },
            Released e when Is(e.Holder, e.Round) => this with
            {
                Ending = new(HoldState.Released, e.Quantity),
            },
            Sold e when Is(e.Holder, e.Round) => this with
            {
                Ending = new(HoldState.Sold, e.Quantity),
            },
            Expired e when Ending is { State: HoldState.Open } && ExpiresAt <= e.By => this with
            {
                Ending = Ending with { State = HoldState.Expired },
            },
            _ => this,
        };

    private bool Is(string holder, int round) => Name == new HoldName(holder, round);
}
