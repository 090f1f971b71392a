using Commerce.Journal;
using Commerce.Postgres;

namespace Commerce.Backups;

/// <summary>A store that a backup was made into.</summary>
/// <param name="Cut">What of the old one it has.</param>
/// <param name="Erasures">How many people are forgotten there.</param>
/// <param name="KeysDestroyed">Of how many of them the backup had the keys.</param>
internal sealed record StoreRestore(Cut Cut, int Erasures, int KeysDestroyed)
{
    /// <exception cref="BackupException">It was not made, and nothing was changed.</exception>
    public static async Task<StoreRestore> Run(
        string backup,
        string data,
        string? postgres,
        IReadOnlyList<string> lists
    )
    {
        var manifest = Manifest.Read(backup);
        CheckStore(manifest, backup, postgres);
        manifest.Check(backup);
        var erasures = lists
            .Prepend(Path.Combine(backup, Backups.Erasures.Name))
            .SelectMany(Backups.Erasures.Read)
            .GroupBy(each => each.Subject, StringComparer.Ordinal)
            .Select(same => same.MinBy(each => each.At)!)
            .ToList();

        using var folder = new AsideFolder(data);
        await CopyFiles(manifest, backup, folder);
        using IRestoredJournal journal = postgres is null
            ? new RestoredSqlite(manifest)
            : new RestoredPostgres(manifest, postgres);
        var destroyed = await journal.Load(backup, folder, erasures);
        folder.Take();
        try
        {
            journal.Commit();
        }
        catch
        {
            folder.GiveBack();
            throw;
        }

        return new(manifest.Cut, erasures.Count, destroyed);
    }

    private static void CheckStore(Manifest manifest, string backup, string? postgres)
    {
        var (isOf, newest) = manifest.Store switch
        {
            "sqlite" => (postgres is null, JournalSchema.Format),
            "postgres" => (postgres is not null, PostgresSchema.Format),
            _ => throw Manifest.Damaged(backup, Manifest.Name),
        };
        if (!isOf)
        {
            throw new BackupException(
                postgres is null
                    ? $"{backup} is of a store in PostgreSQL: say with --postgres where it goes."
                    : $"{backup} is of a store in SQLite, which goes into its folder alone."
            );
        }

        if (manifest.JournalFormat > newest)
        {
            throw new BackupException(
                $"{backup} has a journal of format {manifest.JournalFormat}, written by a newer "
                    + $"program; this one reads {newest}."
            );
        }
    }

    /// <summary>The keys and the imports; what is the journal's goes where it belongs.</summary>
    private static async Task CopyFiles(Manifest manifest, string backup, AsideFolder folder)
    {
        foreach (var file in manifest.Files.Where(each => StorePlace.IsFile(each.Path)))
        {
            await using var from = File.OpenRead(Path.Combine(backup, file.Path));
            await using var to = folder.Create(file.Path);
            await from.CopyToAsync(to);
        }
    }
}
