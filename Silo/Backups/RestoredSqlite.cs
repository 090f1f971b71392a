using Commerce.Journal;
using Commerce.Sqlite;

namespace Commerce.Backups;

/// <summary>A journal's file in the folder that becomes the store's.</summary>
internal sealed class RestoredSqlite(Manifest manifest) : IRestoredJournal
{
    public async Task<int> Load(string backup, AsideFolder folder, IReadOnlyList<Erasure> erasures)
    {
        await using (var from = File.OpenRead(Path.Combine(backup, FrozenSqlite.Name)))
        await using (var to = folder.Create(FrozenSqlite.Name))
        {
            await from.CopyToAsync(to);
        }

        var path = folder.PathOf(FrozenSqlite.Name);
        // Closing it leaves nothing in a log.
        using var journal = new SqliteFile(path).OpenWriter("FULL");
        JournalSchema.Check(journal, path);
        var ids = new IdGenerator(TimeProvider.System, manifest.Cut.Region);
        JournalSchema.Prepare(journal, path, ids);
        journal.Run($"UPDATE journal SET incarnation = '{ids.New("jrn")}'");
        return erasures.Count(each => journal.Erase(each.Subject, each.At));
    }

    public void Commit()
    {
        // It is there with its folder.
    }

    public void Dispose()
    {
        // And gone with it.
    }
}
