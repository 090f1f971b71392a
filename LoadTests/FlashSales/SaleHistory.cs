namespace Commerce.LoadTests.FlashSales;

/// <summary>What a sale's shoppers and its operator were told, from its draft to its end.</summary>
/// <param name="Units">Set apart for the sale.</param>
/// <param name="Limit">Units that one person may have.</param>
/// <param name="StartsAt">By the server's clock.</param>
/// <param name="Settled">What the operator is told at the end; <c>null</c>, if there was no
/// end.</param>
/// <param name="Orders">Those that were confirmed.</param>
/// <param name="UnitsInDoubt">Of checkouts of which nobody said what became.</param>
/// <param name="EntriesWithout">Successes of those who had no admission.</param>
/// <param name="Failures">Answers that no shopper should see, by what they were.</param>
/// <param name="Excused">Such answers while a process was away on purpose.</param>
/// <param name="Draw">What was published of the draw; <c>null</c> if nothing was.</param>
public sealed record SaleHistory(
    long Units,
    int Limit,
    DateTimeOffset StartsAt,
    SettledSale? Settled,
    IReadOnlyList<BoughtUnits> Orders,
    long UnitsInDoubt,
    IReadOnlyList<Success> Successes,
    long EntriesWithout,
    IReadOnlyList<CheckoutSeen> Checkouts,
    IReadOnlyDictionary<string, long> Failures,
    IReadOnlyDictionary<string, long> Excused,
    PublishedDraw? Draw,
    IReadOnlyList<EarlyTicket> Tickets
);

/// <summary>The units of a sale that has settled, as its operator is told.</summary>
public sealed record SettledSale(long Granted, long Sold, long Left);

/// <param name="Person">One e-mail address, however it was written.</param>
public readonly record struct BoughtUnits(int Person, int Units);

/// <summary>Somebody got units, or an order.</summary>
/// <param name="At">By the server's clock: when it can have been at the latest.</param>
public readonly record struct Success(string What, DateTimeOffset At);

/// <summary>A checkout of somebody who was admitted and held units.</summary>
/// <param name="LostHold">Whether it was refused because the hold had ended.</param>
public readonly record struct CheckoutSeen(TimeSpan Took, bool LostHold);

/// <summary>A ticket that was given before the start, and when it was let in, if it was.</summary>
public readonly record struct EarlyTicket(string Hash, DateTimeOffset? LetIn);

/// <summary>What was published of a draw, all of it in hexadecimal but the positions.</summary>
/// <param name="Commit">Told before the start.</param>
/// <param name="Proof">Told after it.</param>
/// <param name="Set">The closed set, in its order, with each ticket's position.</param>
public sealed record PublishedDraw(
    string Commit,
    DrawProof Proof,
    IReadOnlyList<(string Hash, long Position)> Set
);

public sealed record DrawProof(string Commit, string Seed, string Root, long Count);
