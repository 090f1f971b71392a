using System.Text.Json;

namespace Commerce.Platform;

/// <summary>Something that happened, as the log tells it.</summary>
/// <param name="Id">The stream and the version, with an at sign between them.</param>
/// <param name="Data">The event as it is stored: its shape is that of its kind.</param>
internal sealed record LogItem(
    string Id,
    string Stream,
    long Version,
    string Kind,
    DateTimeOffset Time,
    JsonElement Data
);
