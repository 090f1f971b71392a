namespace Commerce;

/// <summary>A grain that brings something to its end by itself: an order, a payment.</summary>
[Alias("commerce.process")]
public interface IProcess : IGrainWithStringKey
{
    /// <summary>
    /// Takes up what is unfinished without waiting until it falls due, and answers when it rests or
    /// after the patience. Harmless when nothing is. Rejected with <c>not_found</c>.
    /// </summary>
    [Alias("retry")]
    Task<Outcome<ProcessStanding>> Retry(TimeSpan patience);
}

/// <summary>How far a process is.</summary>
/// <param name="NextTry">When it goes on by itself; <c>null</c> if it is at rest.</param>
[GenerateSerializer, Immutable, Alias("commerce.process-standing")]
public sealed record ProcessStanding(DateTimeOffset? NextTry, long Version);

/// <summary>What processes may say no with.</summary>
public static class ProcessRejections
{
    public static Rejection NotFound { get; } =
        new("not_found", RejectionKind.NotFound, "There is no such process.");
}
