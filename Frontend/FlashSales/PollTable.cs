using System.Buffers.Binary;

namespace Commerce.FlashSales;

/// <summary>
/// When tickets may be asked after again, in a table of fixed size: a hash and a comparison. Of two
/// tickets that share a slot the later one is remembered, so nobody is refused for another; may be
/// read and written by many at once.
/// </summary>
internal sealed class PollTable(TimeProvider time)
{
    private const int SlotBits = 20;
    private const int TimeBits = 24;
    private const long TimeMask = (1L << TimeBits) - 1;

    /// <summary>A wait that is longer was never told: it is the clock that went round.</summary>
    private static readonly long WaitMax = Units(TimeSpan.FromMinutes(2));

    // Of each slot the low bits are a time, and the rest that of the ticket which the slot is not.
    private readonly long[] _slots = new long[1 << SlotBits];
    private readonly DateTimeOffset _start = time.GetUtcNow();

    /// <summary>How much too early it is; zero or less, if it is not.</summary>
    public TimeSpan EarlyBy(ReadOnlySpan<byte> ticket, DateTimeOffset now)
    {
        var (slot, tag) = PlaceOf(ticket);
        var found = Volatile.Read(ref _slots[slot]);
        if ((found & ~TimeMask) != tag)
            return TimeSpan.Zero;

        var left = ((found & TimeMask) - UnitsAt(now)) & TimeMask;
        return left <= WaitMax ? TimeSpan.FromMilliseconds(left * 100) : TimeSpan.Zero;
    }

    public void Note(ReadOnlySpan<byte> ticket, DateTimeOffset next)
    {
        var (slot, tag) = PlaceOf(ticket);
        Volatile.Write(ref _slots[slot], tag | (UnitsAt(next) & TimeMask));
    }

    private static (int Slot, long Tag) PlaceOf(ReadOnlySpan<byte> ticket)
    {
        var name = BinaryPrimitives.ReadInt64BigEndian(ticket);
        return ((int)(name & ((1 << SlotBits) - 1)), name & ~TimeMask);
    }

    private long UnitsAt(DateTimeOffset moment) => Units(moment - _start);

    private static long Units(TimeSpan span) => span.Ticks / (TimeSpan.TicksPerMillisecond * 100);
}
