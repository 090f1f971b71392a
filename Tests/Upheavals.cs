namespace Commerce;

/// <summary>
/// Tests that keep a small machine busy by themselves have it one after the other, beside those
/// that leave it room.
/// </summary>
[CollectionDefinition(nameof(Upheavals))]
public sealed class Upheavals;
