using Commerce.EventSourcing;
using Commerce.Journal;

namespace Commerce.LoadTests.Micro;

/// <summary>A journal in a folder of its own, which goes with it.</summary>
internal sealed class JournalFile : IDisposable
{
    private readonly SqliteJournal _journal;

    private JournalFile() => _journal = SqliteJournal.Open(Folder, new(TimeProvider.System, "eu1"));

    public string Folder { get; } = Directory.CreateTempSubdirectory("micro-").FullName;

    public IJournal Journal => _journal;

    public static JournalFile Open() => new();

    public void Dispose()
    {
        _journal.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
