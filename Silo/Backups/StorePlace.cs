using Commerce.Files;
using Commerce.Http;
using Commerce.Sqlite;
using Microsoft.Data.Sqlite;

namespace Commerce.Backups;

/// <summary>Where a store is, by the settings that it runs with.</summary>
/// <param name="Postgres">Where its journal is; <c>null</c>: in the folder.</param>
internal sealed record StorePlace(string Folder, string Secrets, string? Postgres)
{
    private const string SecretsName = "secrets";
    private const string ImportsName = "imports";

    /// <summary>What signing in keeps, where that is a file.</summary>
    private const string SignInName = "sign-in.db";

    /// <summary>Without them nothing that people told can be read, and no token is known.</summary>
    private static readonly string[] Keys = ["server.key", "subjects.key"];

    /// <exception cref="SettingException">A setting has a value that it cannot have.</exception>
    public static StorePlace Read(Options options)
    {
        var settings = new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"))
            .AddEnvironmentVariables()
            .AddInMemoryCollection(
                options.Values.Select(each => new KeyValuePair<string, string?>(
                    each.Key.TrimStart('-'),
                    each.Value
                ))
            )
            .Build();
        var folder = Path.GetFullPath(settings["Data"] ?? "data");
        var secrets = settings["Secrets"] is { Length: > 0 } elsewhere
            ? Path.GetFullPath(elsewhere)
            : Path.Combine(folder, SecretsName);
        return (settings["Store"], settings["Postgres"]) switch
        {
            ("postgres", { Length: > 0 } text) => new(folder, secrets, text),
            ("sqlite" or null, _) => new(folder, secrets, Postgres: null),
            var (other, _) => throw new SettingException(
                $"Store is sqlite, or postgres and Postgres says where; not '{other}'."
            ),
        };
    }

    /// <summary>Whether a file of a backup goes into the store's folder as it is.</summary>
    public static bool IsFile(string name) =>
        name is SignInName || Path.GetDirectoryName(name) is SecretsName or ImportsName;

    /// <summary>Copies it into a new folder while it goes on; what of it that has.</summary>
    public async Task<Cut> Save(string to, Progress progress)
    {
        using var folder = new AsideFolder(to);
        using var files = new OpenedFiles();
        files.Add(Secrets, "*", SecretsName);
        if (!Keys.All(key => files.Has(Path.Combine(SecretsName, key))))
        {
            throw new BackupException($"{Secrets} does not have the store's keys.");
        }

        // Before and behind the cut: what an import of the cut still needs is open by then.
        AddImports(files);
        using var journal = Freeze();
        AddImports(files);
        await files.CopyTo(folder);
        await using (var list = folder.Create(Erasures.Name))
        {
            Erasures.Write(list, journal.Erasures());
        }

        await journal.CopyTo(folder, progress);
        await CopySignIn(folder);
        progress.Say("Reading what was written.");
        var manifest = Manifest.Of(folder.Path, journal.Store, journal.JournalFormat, journal.Cut);
        await using (var file = folder.Create(Manifest.Name))
        {
            await file.WriteAsync(manifest.Bytes());
        }

        folder.Take();
        return journal.Cut;
    }

    /// <summary>As it is by now: it tells nothing that the journal rests on.</summary>
    private async Task CopySignIn(AsideFolder folder)
    {
        var path = Path.Combine(Folder, SignInName);
        if (Postgres is not null || !File.Exists(path))
            return;

        await folder.Create(SignInName).DisposeAsync();
        using var from = new SqliteFile(path).OpenReader();
        using var to = new SqliteConnection(
            $"Data Source={folder.PathOf(SignInName)};Pooling=False"
        );
        to.Open();
        from.BackupDatabase(to);
    }

    /// <summary>Writes the list in the place of an older one; how long it is.</summary>
    public int WriteErasures(string to)
    {
        using var journal = Freeze();
        var erasures = journal.Erasures();
        var path = Path.GetFullPath(to);
        var aside = $"{path}.{Environment.ProcessId}.part";
        using (var file = File.Create(aside))
        {
            Erasures.Write(file, erasures);
            file.Flush(flushToDisk: true);
        }

        File.Move(aside, path, overwrite: true);
        Folders.Sync(Path.GetDirectoryName(path)!);
        return erasures.Count;
    }

    private void AddImports(OpenedFiles files) =>
        files.Add(Path.Combine(Folder, ImportsName), "*.ndjson", ImportsName);

    private IFrozenJournal Freeze()
    {
        // What is answered before is committed before.
        var now = TimeProvider.System.GetUtcNow();
        return Postgres is { } text
            ? FrozenPostgres.Freeze(text, now)
            : new FrozenSqlite(Folder, now);
    }
}
