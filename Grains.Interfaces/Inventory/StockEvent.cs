using System.Collections.Immutable;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Commerce.Inventory;

/// <summary>
/// What happened to a SKU's stock. These are stored for ever: add a case or a member, and never
/// rename, reorder or reuse one.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Received), "stock.received")]
[JsonDerivedType(typeof(Adjusted), "stock.adjusted")]
[JsonDerivedType(typeof(Counted), "stock.counted")]
[JsonDerivedType(typeof(Restocked), "stock.restocked")]
[JsonDerivedType(typeof(Held), "stock.held")]
[JsonDerivedType(typeof(Extended), "stock.extended")]
[JsonDerivedType(typeof(Released), "stock.released")]
[JsonDerivedType(typeof(Sold), "stock.sold")]
[JsonDerivedType(typeof(Expired), "stock.expired")]
[JsonDerivedType(typeof(FellShort), "stock.fell-short")]
[JsonDerivedType(typeof(Froze), "stock.froze")]
[JsonDerivedType(typeof(Thawed), "stock.thawed")]
[JsonDerivedType(typeof(PolicySet), "stock.policy-set")]
[JsonDerivedType(typeof(Damaged), "stock.damaged")]
[JsonDerivedType(typeof(Granted), "stock.granted")]
[JsonDerivedType(typeof(GrantTaken), "stock.grant-taken")]
[JsonDerivedType(typeof(GrantSettled), "stock.grant-settled")]
[JsonDerivedType(typeof(FreezeTold), "stock.freeze-told")]
[JsonDerivedType(typeof(Closed), "stock.closed")]
[JsonDerivedType(typeof(Returned), "stock.returned")]
[JsonDerivedType(typeof(TookBack), "stock.took-back")]
[JsonDerivedType(typeof(ReturnSettled), "stock.return-settled")]
[JsonDerivedType(typeof(ClosingTold), "stock.closing-told")]
public abstract record StockEvent : IDomainEvent<StockEvent>
{
    private StockEvent() { }

    static JsonTypeInfo<StockEvent> IDomainEvent<StockEvent>.Json =>
        StockEventJson.Default.StockEvent;

    /// <summary>Units were moved in or out, under the caller's key.</summary>
    public abstract record Moved(string Movement, string Key, string Request, string Reason)
        : StockEvent
    {
        /// <summary>
        /// How many more units there are because of it, sold ones included: negative where some
        /// went, 0 where sold ones only came back.
        /// </summary>
        [JsonIgnore]
        public long UnitsIn =>
            this switch
            {
                Received e => e.Quantity,
                Adjusted e => e.Change,
                Counted e => e.Change,
                Damaged e => -e.Quantity,
                _ => 0,
            };
    }

    public sealed record Received(
        string Movement,
        string Key,
        string Request,
        int Quantity,
        string Reason
    ) : Moved(Movement, Key, Request, Reason);

    public sealed record Adjusted(
        string Movement,
        string Key,
        string Request,
        int Change,
        string Reason
    ) : Moved(Movement, Key, Request, Reason);

    /// <summary>Somebody counted what is on hand, and the books were off by the change.</summary>
    public sealed record Counted(
        string Movement,
        string Key,
        string Request,
        long Found,
        long Change,
        string Reason
    ) : Moved(Movement, Key, Request, Reason);

    /// <summary>Units that were sold are back on the shelf.</summary>
    public sealed record Restocked(
        string Movement,
        string Key,
        string Request,
        int Quantity,
        string Reason
    ) : Moved(Movement, Key, Request, Reason);

    public sealed record Held(string Holder, int Round, int Quantity, DateTimeOffset ExpiresAt)
        : StockEvent;

    public sealed record Extended(string Holder, int Round, DateTimeOffset ExpiresAt) : StockEvent;

    /// <summary>The round gave back what it held, if anything, and may not hold again.</summary>
    public sealed record Released(string Holder, int Round, int Quantity, Deadline NotAfter)
        : StockEvent;

    /// <summary>The units are the holder's; <c>Late</c> if its hold had run out before.</summary>
    public sealed record Sold(
        string Holder,
        int Round,
        int Quantity,
        Deadline NotAfter,
        bool Late = false
    ) : StockEvent;

    /// <summary>The holds that were to end by then have ended and gave their units back.</summary>
    public sealed record Expired(DateTimeOffset By, long Quantity) : StockEvent;

    /// <summary>
    /// Fewer units are there than are held and promised. Somebody must talk to the newest holders.
    /// </summary>
    public sealed record FellShort(long Missing, ImmutableArray<string> Holders) : StockEvent;

    /// <summary>
    /// <c>Number</c>: on an allotment, which freeze or thaw of the SKU it follows; else 0.
    /// </summary>
    public sealed record Froze(string Reason, int Number = 0) : StockEvent;

    public sealed record Thawed(string Reason, int Number = 0) : StockEvent;

    public sealed record PolicySet(int Safety, int BackorderCap) : StockEvent;

    /// <summary>Units on the shelf broke or spoiled, and cannot be sold.</summary>
    public sealed record Damaged(
        string Movement,
        string Key,
        string Request,
        int Quantity,
        string Reason
    ) : Moved(Movement, Key, Request, Reason);

    /// <summary>On the SKU's own stock: units were set apart, and are on their way.</summary>
    public sealed record Granted(string Allotment, int Grant, int Quantity) : StockEvent;

    /// <summary>On the allotment: units that were set apart for it have arrived.</summary>
    public sealed record GrantTaken(int Grant, int Quantity) : StockEvent;

    /// <summary>On the SKU's own stock: the allotment has a grant's units.</summary>
    public sealed record GrantSettled(string Allotment, int Grant) : StockEvent;

    /// <summary>
    /// On the SKU's own stock: the allotment follows its freezes and thaws up to that one.
    /// </summary>
    public sealed record FreezeTold(string Allotment, int Number) : StockEvent;

    /// <summary>On the allotment: no new holds; <c>Informed</c> waits for its end.</summary>
    public sealed record Closed(string Informed) : StockEvent;

    /// <summary>
    /// On the allotment: nobody holds any more. What is left is on its way back, and what was sold
    /// is the SKU's own stock's to count.
    /// </summary>
    public sealed record Returned(long Left, long UnitsSold) : StockEvent;

    /// <summary>
    /// On the SKU's own stock: what was left is back, and what was sold is counted. With what the
    /// allotment was granted and never took, if anything. <c>Closing</c> counts from 1.
    /// </summary>
    public sealed record TookBack(string Allotment, int Closing, long Left, long UnitsSold)
        : StockEvent;

    /// <summary>
    /// On the allotment: its units are back. Grants up to <c>Through</c> are void if they come.
    /// </summary>
    public sealed record ReturnSettled(int Through) : StockEvent;

    /// <summary>On the allotment: who waited for its end has heard of it.</summary>
    public sealed record ClosingTold : StockEvent;
}
