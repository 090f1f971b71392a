using System.Collections.Immutable;

namespace Commerce;

/// <summary>A grain that tells operators how it stands, for when something is odd.</summary>
[Alias("commerce.inspected")]
public interface IInspected : IGrainWithStringKey
{
    /// <summary>How it stands; <c>not_found</c> if nothing ever happened to it.</summary>
    [Alias("inspect")]
    Task<Outcome<GrainInspection>> Inspect();

    /// <summary>
    /// How it stood after each of up to <paramref name="limit"/> events that follow a version, made
    /// again from its history.
    /// </summary>
    [Alias("replay")]
    Task<ImmutableArray<GrainMoment>> Replay(long after, int limit);
}

/// <summary>How a grain stands.</summary>
/// <param name="Queue">Events that were decided and wait to be durable.</param>
/// <param name="Node">The silo that it is active on.</param>
/// <param name="WakeAt">When something falls due in it, if anything does.</param>
/// <param name="State">
/// A JSON object in UTF-8 with the members of its durable state, but for the large ones. People's
/// data in it is sealed, as it is in events.
/// </param>
[GenerateSerializer, Immutable, Alias("commerce.grain-inspection")]
public sealed record GrainInspection(
    long Version,
    int Queue,
    string Node,
    DateTimeOffset? WakeAt,
    ReadOnlyMemory<byte> State
);

/// <summary>How a grain stood once.</summary>
/// <param name="Version">Of the event after which it did.</param>
/// <param name="State">As an inspection tells it.</param>
[GenerateSerializer, Immutable, Alias("commerce.grain-moment")]
public readonly record struct GrainMoment(long Version, ReadOnlyMemory<byte> State);

/// <summary>What an inspection may say no with.</summary>
public static class InspectionRejections
{
    public static Rejection NotFound { get; } =
        new("not_found", RejectionKind.NotFound, "Nothing has ever happened to that.");
}
