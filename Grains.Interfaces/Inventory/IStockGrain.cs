using System.Collections.Immutable;

namespace Commerce.Inventory;

/// <summary>The stock of one SKU. Sells each unit once, and never one that is not there.</summary>
/// <remarks>
/// A hold is named by its holder (whoever it is for: an order, another channel) and a round.
/// Each command is refused with <c>deadline_passed</c> after its deadline.
/// </remarks>
[Alias("commerce.inventory.stock")]
public interface IStockGrain : IAlarmed
{
    /// <summary>Adds 1 to 1,000,000 units that arrived.</summary>
    [Alias("receive")]
    Task<Outcome<Movement>> Receive(MovementKey key, int quantity, string reason);

    /// <summary>
    /// Corrects the units on hand by up to 1,000,000 either way. Rejected with
    /// <c>precondition_failed</c> if there are not <paramref name="from"/> units on hand, where
    /// given, and with <c>units_allotted</c> if that is given, or units are needed, that are set
    /// apart.
    /// </summary>
    [Alias("adjust")]
    Task<Outcome<Movement>> Adjust(MovementKey key, int change, long? from, string reason);

    /// <summary>
    /// Takes away up to 1,000,000 units on hand that broke or spoiled. Rejected with
    /// <c>precondition_failed</c> as an adjustment is, and with <c>quantity_out_of_range</c> if
    /// there are not so many. Units that were promised are journalled as a shortfall, those that
    /// are set apart are refused with <c>units_allotted</c> as for an adjustment.
    /// </summary>
    [Alias("damage")]
    Task<Outcome<Movement>> Damage(MovementKey key, int quantity, long? from, string reason);

    /// <summary>
    /// Sets the units on hand (available and held) to what was counted, 0 to 100,000,000. Rejected
    /// with <c>precondition_failed</c> if there are not <paramref name="from"/> units on hand now,
    /// and with <c>units_allotted</c> while any are set apart: the shelf has those too.
    /// Units that are held but no longer there are journalled as a shortfall.
    /// </summary>
    [Alias("count")]
    Task<Outcome<Movement>> Count(MovementKey key, long found, long? from, string reason);

    /// <summary>
    /// Holds 1 to 1,000 units for up to 24 hours, but beyond the deadline. Asking again gives the
    /// same hold. Rejected with <c>insufficient_stock</c> or <c>backorder_cap_reached</c> (with
    /// what is available and what is only held), <c>sku_frozen</c>, and with
    /// <c>reservation_expired</c> once that round was released, sold or ran out; on an allotment
    /// that is closed with <c>sale_closed</c>.
    /// </summary>
    [Alias("hold")]
    Task<Outcome<Hold>> Hold(HoldName name, int quantity, TimeSpan duration, Deadline notAfter);

    /// <summary>
    /// Lets a hold last until a later moment, at most 24 hours after it began; an earlier moment
    /// changes nothing. Rejected with <c>reservation_expired</c> if it has ended.
    /// </summary>
    [Alias("extend")]
    Task<Outcome<Hold>> Extend(HoldName name, DateTimeOffset until, Deadline notAfter);

    /// <summary>
    /// Gives a hold's units back. Never rejected in time; a round that was never held is refused
    /// from then on, and the answer for one that has ended is how it ended.
    /// </summary>
    [Alias("release")]
    Task<Outcome<HoldEnding>> Release(HoldName name, Deadline notAfter);

    /// <summary>
    /// Sells what is held. One that has run out is sold if as many units are still to be had;
    /// otherwise, and when it was released, rejected with <c>reservation_expired</c>.
    /// </summary>
    [Alias("sell")]
    Task<Outcome<HoldEnding>> Sell(HoldName name, Deadline notAfter);

    /// <summary>
    /// Puts units that were sold back on the shelf: 1 to as many as are sold. Rejected with
    /// <c>quantity_out_of_range</c> beyond that. An allotment that has given back what it had
    /// passes it on to the SKU's own stock.
    /// </summary>
    [Alias("restock")]
    Task<Outcome<Movement>> Restock(MovementKey key, int quantity, string reason);

    /// <summary>
    /// Stops new holds (or lets them in again), of allotments too; what is held may be sold.
    /// </summary>
    [Alias("freeze")]
    Task<Outcome<StockLevel>> Freeze(bool frozen, string reason);

    /// <summary>
    /// How many units are kept back, and how many may be sold before they have arrived: both 0 to
    /// 1,000,000, and <c>null</c> leaves them as they are.
    /// </summary>
    [Alias("policy")]
    Task<Outcome<StockLevel>> SetPolicy(int? safety, int? backorderCap);

    /// <summary>
    /// Sets saleable units apart, 1 to 1,000,000: from then on only the allotment's own stock can
    /// hold and sell them. Answers once that has them; asked again with the same number, it is the
    /// same. Rejected with <c>insufficient_stock</c> or <c>backorder_cap_reached</c>, with
    /// <c>sku_frozen</c>, and with <c>sale_closed</c> for a number that a closing has made void.
    /// </summary>
    /// <param name="allotment">What for: a sale's id.</param>
    /// <param name="grant">
    /// The number of the grant, from 1: distinct for the allotment, and after it was closed higher
    /// than all before.
    /// </param>
    /// <param name="notAfter">At most an hour ahead.</param>
    /// <exception cref="TimeoutException">
    /// The units are set apart, and the allotment does not have them yet: it will.
    /// </exception>
    [Alias("grant")]
    Task<Outcome<StockLevel>> Grant(string allotment, int grant, int quantity, Deadline notAfter);

    /// <summary>
    /// On an allotment's own stock: takes a grant in, once. Rejected with <c>sale_closed</c> while
    /// it gives back, and if the grant is void.
    /// </summary>
    [Alias("take-grant")]
    Task<Outcome<StockLevel>> TakeGrant(int grant, int quantity);

    /// <summary>
    /// On an allotment's own stock: no new holds from now on. Once nobody holds any, what is left
    /// goes back to the SKU's own stock and what was sold is counted there, and whoever is to be
    /// informed is. Asked again, it says how far that is. To be asked when every grant has been
    /// answered.
    /// </summary>
    /// <param name="informed">A grain that implements <see cref="IInformed"/>, by its id.</param>
    [Alias("close-allotment")]
    Task<Outcome<AllotmentStanding>> CloseAllotment(string informed);

    /// <summary>
    /// On a SKU's own stock: takes back what an allotment that has closed did not sell, and counts
    /// what it sold, once. Answers up to which number the allotment's grants are void.
    /// </summary>
    /// <param name="closing">Which closing of the allotment it is, from 1.</param>
    [Alias("take-back")]
    Task<Outcome<int>> TakeBack(string allotment, int closing, long left, long sold);

    /// <summary>
    /// On an allotment's own stock: is frozen as the SKU is. An older word changes nothing.
    /// </summary>
    /// <param name="number">How many freezes and thaws of the SKU there were, up to this.</param>
    [Alias("follow-freeze")]
    Task<Outcome<StockLevel>> FollowFreeze(bool frozen, int number);

    /// <summary>On an allotment's own stock: how it stands, as journalled.</summary>
    [Alias("allotment")]
    Task<Versioned<AllotmentStanding>> GetAllotment();

    /// <summary>
    /// On a SKU's own stock: its units and those of its allotments, as journalled.
    /// </summary>
    [Alias("total")]
    Task<StockTotal> GetTotal();

    /// <summary>
    /// How a round ended or stands, looked up in all of the SKU's history: for whoever comes back
    /// too late to ask again. <c>null</c> if it never was.
    /// </summary>
    [Alias("trace")]
    Task<HoldEnding?> Trace(HoldName name);

    /// <summary>The level as journalled. A hold that ran out shows until the stock wakes.</summary>
    [Alias("level")]
    Task<Versioned<StockLevel>> GetLevel();

    /// <summary>A hold as journalled, if it is open.</summary>
    [Alias("hold-of")]
    Task<Hold?> GetHold(HoldName name);

    /// <summary>The open holds as journalled, the first to end first; at most so many.</summary>
    [Alias("holds")]
    Task<ImmutableArray<Hold>> GetHolds(int limit);
}

/// <summary>Where the units are that were ever received, and what restrains their sale.</summary>
/// <param name="Available">On the shelf and not held; below zero when sold before arrival.</param>
/// <param name="Held">Held for somebody who has not paid yet.</param>
/// <param name="Sold">Sold, wherever they are now.</param>
/// <param name="Safety">Units that are not sold to anyone.</param>
/// <param name="BackorderCap">Units that may be sold before they have arrived.</param>
/// <param name="Frozen">Whether new holds are refused.</param>
/// <param name="Allotted">Set apart for sales that have not been settled.</param>
[GenerateSerializer, Immutable, Alias("commerce.inventory.stock-level")]
public readonly record struct StockLevel(
    long Available,
    long Held,
    long Sold,
    int Safety = 0,
    int BackorderCap = 0,
    bool Frozen = false,
    long Allotted = 0
)
{
    /// <summary>Units in the building: whoever counts the shelves finds these.</summary>
    public long OnHand => Available + Held;

    /// <summary>Units that may still be held.</summary>
    public long Saleable => Available - Safety + BackorderCap;
}

/// <summary>Which hold: whoever it is for, and which try of theirs, from 1.</summary>
[GenerateSerializer, Immutable, Alias("commerce.inventory.hold-name")]
public readonly record struct HoldName(string Holder, int Round)
{
    /// <summary>The longest name of a holder, in characters.</summary>
    public const int HolderLengthMax = 80;

    public override string ToString() => $"{Holder}#{Round}";
}

/// <summary>Units that nobody else can have until then.</summary>
[GenerateSerializer, Immutable, Alias("commerce.inventory.hold")]
public sealed record Hold(
    HoldName Name,
    int Quantity,
    DateTimeOffset Since,
    DateTimeOffset ExpiresAt
);

/// <summary>How an allotment stands.</summary>
/// <param name="IsClosed">Whether its units are back and counted where they came from.</param>
/// <param name="Granted">Units that came in, since it was last closed or before that.</param>
/// <param name="Sold">Units of those that were sold and not put back.</param>
/// <param name="Left">Units that went back, once it is closed.</param>
[GenerateSerializer, Immutable, Alias("commerce.inventory.allotment-standing")]
public sealed record AllotmentStanding(
    StockLevel Level,
    bool IsClosed,
    long Granted,
    long Sold,
    long Left
);

/// <summary>All units of a SKU, and its allotments that have not been settled.</summary>
/// <param name="Level">
/// Available, held and sold, whoever has the units; what is on its way counts as available.
/// </param>
/// <param name="Version">Of the SKU's own stock.</param>
/// <param name="Beside">The sum of the versions of the allotments.</param>
[GenerateSerializer, Immutable, Alias("commerce.inventory.stock-total")]
public sealed record StockTotal(
    StockLevel Level,
    ImmutableArray<AllotmentShare> Allotments,
    long Version,
    long Beside
);

/// <summary>The units that an allotment has of a SKU.</summary>
[GenerateSerializer, Immutable, Alias("commerce.inventory.allotment-share")]
public sealed record AllotmentShare(string Allotment, long Available, long Held, long Sold);

/// <summary>How a hold ended, or that it has not, and of how many units.</summary>
[GenerateSerializer, Immutable, Alias("commerce.inventory.hold-ending")]
public sealed record HoldEnding(HoldState State, int Quantity);

/// <summary>A hold ends exactly once.</summary>
[GenerateSerializer, Alias("commerce.inventory.hold-state")]
public enum HoldState
{
    Open = 1,
    Released = 2,
    Sold = 3,
    Expired = 4,
}

/// <summary>
/// The caller's id for a movement of units, from which its repetition is known for 24 hours.
/// </summary>
/// <param name="Key">1 to 255 characters, distinct among the SKU's movements.</param>
/// <param name="Request">
/// What was asked for, as a hash: another under the same key is refused.
/// </param>
[GenerateSerializer, Immutable, Alias("commerce.inventory.movement-key")]
public readonly record struct MovementKey(string Key, string Request, Deadline NotAfter);

/// <summary>A movement of units that took place.</summary>
/// <param name="Id">Its id: <c>mov_…</c>.</param>
/// <param name="Level">The level after it, or now where it is asked for again.</param>
/// <param name="Repeated">Whether it took place when it was asked for before.</param>
[GenerateSerializer, Immutable, Alias("commerce.inventory.movement")]
public sealed record Movement(string Id, StockLevel Level, bool Repeated = false);
