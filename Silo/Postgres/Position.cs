namespace Commerce.Postgres;

/// <summary>
/// Where an event is: the tick of the transaction that wrote it, then its place in there. Ticks are
/// the server's transaction numbers, so what comes to light later never has an earlier tick than
/// what every running transaction is past.
/// </summary>
internal static class Position
{
    /// <summary>A transaction writes fewer events than this many bits can count.</summary>
    public const int OrdinalBits = 20;

    public static long Of(long tick, int ordinal) => (tick << OrdinalBits) | (uint)ordinal;

    /// <summary>The last position before a tick.</summary>
    public static long Before(long tick) => Of(tick, 0) - 1;
}
