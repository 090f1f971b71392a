using Commerce.Journal;

namespace Commerce.Backups;

/// <summary>A journal as it was at one moment, while it goes on.</summary>
internal interface IFrozenJournal : IDisposable
{
    /// <summary>As settings call it.</summary>
    string Store { get; }

    long JournalFormat { get; }

    Cut Cut { get; }

    /// <summary>Whose keys were destroyed, the longest ago first.</summary>
    IReadOnlyList<Erasure> Erasures();

    /// <summary>Copies it, and looks whether all of it was written.</summary>
    /// <exception cref="BackupException">It was not.</exception>
    Task CopyTo(AsideFolder folder, Progress progress);

    /// <exception cref="JournalUnusableException">It lacks what this program copies.</exception>
    static void CheckFormat(string name, long format, long needed)
    {
        if (format < needed)
        {
            throw new JournalUnusableException(
                $"{name} has format {format}; a start of the store makes it {needed}."
            );
        }
    }
}

/// <summary>Where a backup's journal goes.</summary>
internal interface IRestoredJournal : IDisposable
{
    /// <summary>
    /// Loads it as a new history, in which nobody who was erased has a key; how many of the keys
    /// that it brought were destroyed.
    /// </summary>
    Task<int> Load(string backup, AsideFolder folder, IReadOnlyList<Erasure> erasures);

    /// <summary>From now on it is there.</summary>
    void Commit();
}
