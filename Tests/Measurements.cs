namespace Commerce;

/// <summary>Tests that measure time have the machine to themselves.</summary>
[CollectionDefinition(nameof(Measurements), DisableParallelization = true)]
public sealed class Measurements;
