namespace Commerce;

/// <summary>A client's idempotency key, and a hash of what it asked for under it.</summary>
[GenerateSerializer, Immutable, Alias("commerce.request-key")]
public sealed record RequestKey(string Key, string Request);
