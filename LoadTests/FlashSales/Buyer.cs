namespace Commerce.LoadTests.FlashSales;

/// <summary>How somebody behaves. All but the first are bots.</summary>
internal enum Habit
{
    /// <summary>Waits their turn, and buys.</summary>
    Person,

    /// <summary>Asks again before it may.</summary>
    Hasty,

    /// <summary>Makes up tickets and admissions.</summary>
    Forger,

    /// <summary>Wants units before the start.</summary>
    TooEarly,

    /// <summary>Has many carts, and one e-mail address that it writes in many ways.</summary>
    ManyCarts,

    /// <summary>Asks for the SKU that no person is shown.</summary>
    Trapped,

    /// <summary>Wants units without an admission.</summary>
    Gatecrasher,
}

/// <summary>What somebody is about to do.</summary>
internal enum Step
{
    Open,
    Ask,
    Join,
    Poll,
    Forge,
    Add,
    Pay,
    Done,
}

/// <summary>Somebody who wants to buy. There are many of them: no task waits for each.</summary>
internal struct Buyer
{
    public Habit Habit;
    public Step Step;

    /// <summary>Checkouts that were declined, or tries that bots made.</summary>
    public byte Tries;

    /// <summary>Units that it wants.</summary>
    public byte Units;

    /// <summary>Whether its first card is declined.</summary>
    public bool IsDeclined;

    /// <summary>Whether it holds units and then does not pay.</summary>
    public bool Abandons;

    /// <summary>Whose e-mail address it gives.</summary>
    public int Person;

    /// <summary>The path of its cart.</summary>
    public string? Cart;
    public string? Ticket;
    public string? Admission;
}
