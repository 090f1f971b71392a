namespace Commerce;

/// <summary>The stream is not at the version that the writer took it to be at.</summary>
[GenerateSerializer, Alias("commerce.journal-conflict")]
public sealed class JournalConflictException(string stream, long expected)
    : Exception($"{stream} is not at version {expected}: another writer was here.");

/// <summary>Nothing was written, and it is known that nothing was.</summary>
[GenerateSerializer, Alias("commerce.journal-unavailable")]
public sealed class JournalUnavailableException(string message) : Exception(message);
