using System.Collections.Immutable;
using Commerce.Inventory;

namespace Commerce.FlashSales;

/// <summary>
/// The waiting room of a sale: closes the set of early tickets at the start, draws their order, and
/// lets people in as fast as there are units and the store can serve them. Its news goes to every
/// frontend, so that a poll asks no grain.
/// </summary>
[Alias("commerce.flash-sales.room")]
public interface IRoomGrain : IAlarmed
{
    /// <summary>
    /// What there is to know when it has changed since <paramref name="seen"/>, or as it is after
    /// the patience; and takes what a frontend has seen since it last asked.
    /// </summary>
    /// <param name="seen">The <see cref="RoomTold.News"/> that was heard last; 0 at first.</param>
    [Alias("follow")]
    Task<RoomTold> Follow(
        long seen,
        RoomReport report,
        TimeSpan patience,
        CancellationToken cancellation = default
    );

    /// <summary>
    /// Opens the seed that the sale committed to, once the set is closed. Whoever can open it does;
    /// <c>false</c> if it is not that seed, or too early.
    /// </summary>
    /// <param name="seed">32 bytes in lower-case hexadecimal.</param>
    [Alias("reveal")]
    Task<bool> Reveal(string seed);

    /// <summary>
    /// Gives a leaf of the room so many numbers in a row, from 0 on, for those who came after the
    /// start. Asked again for the same block, it is the same, however many are asked for then.
    /// Rejected with <c>overloaded</c>, and with <c>deadline_passed</c> for a block before the
    /// leaf's last.
    /// </summary>
    /// <param name="block">Counts the leaf's blocks, from 1.</param>
    /// <param name="count">1 to 64.</param>
    [Alias("number")]
    Task<Outcome<NumberBlock>> Number(int leaf, int block, int count);
}

/// <summary>One of 64 parts of a waiting room: keeps who has a ticket, each once.</summary>
[Alias("commerce.flash-sales.room-leaf")]
public interface IRoomLeafGrain : IGrainWithStringKey
{
    /// <summary>
    /// Takes a place: in the draw before the set closes, else the next number. Asked again, the
    /// same. Rejected with <c>overloaded</c>, also where the leaf has 65,536 tickets.
    /// </summary>
    /// <param name="ticket">The ticket's hash, 64 lower-case hexadecimal digits; its first six bits
    /// name the leaf.</param>
    /// <param name="closesAt">When the set closes: the sale's start; long ago, where nobody is in
    /// the draw.</param>
    [Alias("join")]
    Task<Outcome<RoomPlace>> Join(string ticket, DateTimeOffset closesAt);

    /// <summary>Closes the set of early tickets for good, and says what is in it.</summary>
    [Alias("close")]
    Task<LeafClosed> Close();

    /// <summary>The early tickets, in order, from one on.</summary>
    [Alias("tickets")]
    Task<ImmutableArray<string>> GetTickets(int from, int limit);

    /// <summary>How many have a ticket.</summary>
    [Alias("count")]
    Task<long> GetCount();

    /// <summary>
    /// How many of its early tickets the draw put at a position from one up to before another: not
    /// quite as many as positions, for they are fractions of a hash.
    /// </summary>
    [Alias("count-drawn")]
    Task<long> CountDrawn(DrawnSet draw, long from, long before);
}

/// <summary>A draw that was held.</summary>
/// <param name="Seed">32 bytes in hexadecimal.</param>
/// <param name="Root">Of the closed set, in hexadecimal.</param>
/// <param name="Count">Of the tickets in it.</param>
[GenerateSerializer, Immutable, Alias("commerce.flash-sales.drawn-set")]
public sealed record DrawnSet(string Seed, string Root, long Count);

/// <param name="Number">From 0 on among those who came after the start; <c>null</c> in the
/// draw.</param>
/// <param name="IsRepeated">Whether the place was taken before.</param>
[GenerateSerializer, Immutable, Alias("commerce.flash-sales.room-place")]
public readonly record struct RoomPlace(long? Number, bool IsRepeated = false);

/// <summary>Numbers in a row.</summary>
[GenerateSerializer, Immutable, Alias("commerce.flash-sales.number-block")]
public readonly record struct NumberBlock(int Block, long First, int Count);

/// <param name="Root">The root of the Merkle tree (RFC 9162, 2.1) over its tickets, in
/// hexadecimal.</param>
[GenerateSerializer, Immutable, Alias("commerce.flash-sales.leaf-closed")]
public sealed record LeafClosed(long Count, string Root);

/// <summary>What every frontend knows of a waiting room.</summary>
/// <param name="News">Rises with whatever changes.</param>
/// <param name="Root">The root over all leaves' roots, once the set is closed.</param>
/// <param name="Count">How many early tickets there are, once the set is closed.</param>
/// <param name="Seed">The seed of the draw, once it was opened.</param>
/// <param name="Steps">
/// Who was let in when, oldest first: everybody at a position before <c>Admitted</c>. Positions of
/// early tickets go by the draw from 0 on; those who came later stand behind all of them.
/// </param>
/// <param name="SoldOut">Items of which no unit is free.</param>
[GenerateSerializer, Immutable, Alias("commerce.flash-sales.room-told")]
public sealed record RoomTold(
    long News,
    string? Root,
    long Count,
    string? Seed,
    ImmutableArray<AdmissionStep> Steps,
    ImmutableArray<Sku> SoldOut,
    RoomFigures Figures
)
{
    /// <summary>How many were let in so far.</summary>
    public long Admitted => Steps.IsDefaultOrEmpty ? 0 : Steps[^1].Admitted;
}

[GenerateSerializer, Immutable, Alias("commerce.flash-sales.admission-step")]
public readonly record struct AdmissionStep(DateTimeOffset At, long Admitted);

/// <summary>How the sale goes, for its operators.</summary>
/// <param name="Joined">Tickets so far.</param>
/// <param name="Admitted">Positions that were let in.</param>
/// <param name="PerSecond">How many are let in each second now.</param>
/// <param name="Orders">Orders of the last second.</param>
/// <param name="Checkout">The 99th percentile of the last seconds' checkouts.</param>
[GenerateSerializer, Immutable, Alias("commerce.flash-sales.figures")]
public sealed record RoomFigures(
    long Joined,
    long Admitted,
    double PerSecond,
    long Orders,
    TimeSpan Checkout,
    ImmutableArray<ItemFigures> Items
);

/// <summary>The units of one item of a sale.</summary>
[GenerateSerializer, Immutable, Alias("commerce.flash-sales.item-figures")]
public sealed record ItemFigures(Sku Sku, long Free, long Held, long Sold);

/// <summary>What one frontend has seen since it last reported.</summary>
/// <param name="Spent">Admissions that led to units in a cart.</param>
/// <param name="Orders">Checkouts of the sale that were confirmed.</param>
/// <param name="Slowest">The 99th percentile of how long those took; zero for none.</param>
[GenerateSerializer, Immutable, Alias("commerce.flash-sales.room-report")]
public sealed record RoomReport(long Spent, long Orders, TimeSpan Slowest);
