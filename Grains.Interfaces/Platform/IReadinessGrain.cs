namespace Commerce.Platform;

/// <summary>Whether a silo can do what it is for. Any key will do.</summary>
[Alias("commerce.platform.readiness")]
public interface IReadinessGrain : IGrainWithStringKey
{
    /// <summary>
    /// What is missing: <c>cluster</c> if it has not joined or is leaving, <c>store</c> if that
    /// cannot be read; <c>null</c>: nothing.
    /// </summary>
    [Alias("lacks")]
    Task<string?> Lacks();
}
