using System.Collections.Immutable;
using System.Diagnostics;
using Commerce.EventSourcing;
using static Commerce.FlashSales.RoomEvent;

namespace Commerce.FlashSales;

/// <summary>What is decided of a waiting room: its set, its draw, its numbers, who is in.</summary>
/// <param name="StartsAt">When its set closes.</param>
/// <param name="Root">The root over the closed set.</param>
/// <param name="Count">Tickets in the draw.</param>
/// <param name="Blocks">The last block of numbers that each leaf was given.</param>
/// <param name="Late">Numbers given to those who came after the start.</param>
/// <param name="Steps">As long as an admission may be used, and the last before.</param>
public sealed record Room(
    DateTimeOffset? StartsAt,
    int AdmissionSeconds,
    string? Root,
    long Count,
    string? Seed,
    ImmutableDictionary<int, NumberBlock> Blocks,
    long Late,
    ImmutableArray<AdmissionStep> Steps
) : IAggregate<Room, RoomEvent>
{
    /// <summary>An admission lasts up to this part of its time longer than it has to.</summary>
    private const int StepParts = 100;

    public static Room Initial { get; } =
        new(
            StartsAt: null,
            AdmissionSeconds: 0,
            Root: null,
            Count: 0,
            Seed: null,
            ImmutableDictionary<int, NumberBlock>.Empty,
            Late: 0,
            Steps: []
        );

    public DateTimeOffset? WakeAt => Root is null ? StartsAt : null;

    /// <summary>Everybody at a position before this was let in.</summary>
    public long Admitted => Steps.IsEmpty ? 0 : Steps[^1].Admitted;

    /// <summary>Positions that somebody has, once the set is closed.</summary>
    public long Joined => Count + Late;

    /// <summary>Of the early tickets, once it was held.</summary>
    public DrawnSet? Drawn => Root is { } root && Seed is { } seed ? new(seed, root, Count) : null;

    /// <summary>Whether it is known who stands where.</summary>
    public bool IsDrawn => Root is not null && (Seed is not null || Count == 0);

    public Decision<bool, RoomEvent> Open(DateTimeOffset startsAt, int admissionSeconds) =>
        Root is not null || (StartsAt == startsAt && AdmissionSeconds == admissionSeconds)
            ? false
            : (true, new Opened(startsAt, admissionSeconds));

    public Decision<bool, RoomEvent> Close(string root, long count) =>
        Root is null ? (true, new Closed(root, count)) : false;

    public Decision<bool, RoomEvent> Reveal(string seed, string? commit)
    {
        if (Seed is not null)
            return Seed == seed;
        if (Root is null || !IsSeed(seed) || Draw.Commit(seed) != commit)
            return false;

        return (true, new Revealed(seed));
    }

    public Decision<NumberBlock, RoomEvent> Number(int leaf, int block, int count)
    {
        var last = Blocks.GetValueOrDefault(leaf);
        if (last.Block == block)
            return last;
        if (last.Block > block)
            return Rejections.TooLate;

        return (new NumberBlock(block, Late, count), new Numbered(leaf, block, Late, count));
    }

    /// <summary>Lets so many more in, but nobody ahead who has not come; who is in now.</summary>
    public Decision<long, RoomEvent> Admit(long places)
    {
        var before = long.Min(Admitted + places, Joined);
        return IsDrawn && before > Admitted ? (before, new RoomEvent.Admitted(before)) : Admitted;
    }

    public Room Evolve(RoomEvent happened, DateTimeOffset at) =>
        happened switch
        {
            Opened e => this with { StartsAt = e.StartsAt, AdmissionSeconds = e.AdmissionSeconds },
            Closed e => this with { Root = e.Root, Count = e.Count },
            Revealed e => this with { Seed = e.Seed },
            Numbered e => this with
            {
                Blocks = Blocks.SetItem(e.Leaf, new(e.Block, e.First, e.Count)),
                Late = e.First + e.Count,
            },
            RoomEvent.Admitted e => this with { Steps = After(e.Before, at) },
            _ => throw new UnreachableException($"No such event of a room: {happened}"),
        };

    private static bool IsSeed(string seed) =>
        seed is { Length: 64 } && seed.All(char.IsAsciiHexDigitLower);

    /// <summary>
    /// Steps end on a grid, so that there are few of them, and when one was let in never changes.
    /// </summary>
    private ImmutableArray<AdmissionStep> After(long admitted, DateTimeOffset at)
    {
        var grid = TimeSpan.FromSeconds(AdmissionSeconds).Ticks / StepParts;
        var end = grid == 0 || at.Ticks % grid == 0 ? at : at.AddTicks(grid - (at.Ticks % grid));
        var over = at - TimeSpan.FromSeconds(AdmissionSeconds);
        var old = Steps.Count(step => step.At <= over) - 1;
        var kept = old > 0 ? Steps.RemoveRange(0, old) : Steps;
        return kept is [.., var last] && last.At == end
            ? kept.SetItem(kept.Length - 1, new(end, admitted))
            : kept.Add(new(end, admitted));
    }
}
