using Commerce.EventSourcing;

namespace Commerce.Journal;

/// <summary>Which of the journal's partitions this process looks after.</summary>
internal interface IPlace
{
    /// <summary>
    /// This process is one of so many, and which of them, from 0; -1 while it is none of them. It
    /// may change at any moment, and for a moment two may think of one partition as theirs: what
    /// is done for it must bear to be done twice.
    /// </summary>
    (int Index, int Count) Now { get; }
}

internal static class Places
{
    public static bool Has(this (int Index, int Count) place, string stream) =>
        Partition.Of(stream) % place.Count == place.Index;

    /// <summary>Whether it is for the one before to look after.</summary>
    public static bool StandsInFor(this (int Index, int Count) place, string stream) =>
        (Partition.Of(stream) + 1) % place.Count == place.Index;
}
