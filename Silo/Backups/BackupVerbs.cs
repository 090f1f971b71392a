using System.Globalization;
using Commerce.Http;
using Commerce.Journal;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Commerce.Backups;

/// <summary><c>backup</c> and <c>restore</c>, for whoever runs a store.</summary>
internal static class BackupVerbs
{
    private const string Usage = """
        usage: ./dev backup [--data DIR] --to FOLDER
               ./dev backup --store postgres --postgres CONNECTION --secrets DIR --to FOLDER
                 Copies a store, running or not, into a new folder: the journal as it was at one
                 moment, the files of imports, and the KEYS. Who has the folder can read every
                 buyer's data: keep it as you keep the keys.
               ./dev backup … --erasures-only --to FILE
                 Writes whose keys were destroyed, for restores of backups older than that.
               ./dev restore BACKUP --data NEW [--postgres CONNECTION] [--erasures FILE…]
                 Makes a store of a backup, in a folder (and a database) with nothing in it.
                 --erasures: lists, or newer backups, whose erasures hold there, too.

        """;

    private static readonly string[] Place = ["--data", "--store", "--postgres", "--secrets"];

    /// <summary>0: done; 1: not, and why is said in a line; 2: it cannot be meant.</summary>
    public static async Task<int> Run(string verb, string[] args, TextWriter said, TextWriter error)
    {
        if (args is ["--help" or "-h" or "help"])
        {
            await said.WriteAsync(Usage);
            return 0;
        }

        var options = Options.Read(args, verb is "backup" ? [.. Place, "--to"] : Place);
        try
        {
            switch (verb, options)
            {
                case ("backup", { Loose: [], Erasures: [] })
                    when options.Values.ContainsKey("--to"):
                    await Backup(options, new(said));
                    return 0;
                case ("restore", { Loose: [var backup], Switches.Count: 0 })
                    when options.Values.ContainsKey("--data"):
                    await Restore(backup, options, new(said));
                    return 0;
                default:
                    await error.WriteAsync(Usage);
                    return 2;
            }
        }
        catch (Exception e)
            when (e
                    is BackupException
                        or JournalUnusableException
                        or SettingException
                        or IOException
                        or UnauthorizedAccessException
                        or ArgumentException
                        or SqliteException
                        or NpgsqlException
            )
        {
            await error.WriteLineAsync(e.Message.ReplaceLineEndings(" "));
            return 1;
        }
    }

    private static async Task Backup(Options options, Progress progress)
    {
        var store = StorePlace.Read(options);
        var to = options.Values["--to"];
        if (options.Switches.Contains(Options.ErasuresOnly))
        {
            var listed = store.WriteErasures(to);
            progress.Say($"{to} lists {listed} erasures.");
            return;
        }

        var cut = await store.Save(to, progress);
        progress.Say(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{to} has all that was answered before {cut.At:yyyy-MM-ddTHH:mm:ss.fffZ}: "
                    + $"{cut.Events} events up to position {cut.Position}. "
                    + $"It has the keys: keep it as you keep them."
            )
        );
    }

    private static async Task Restore(string backup, Options options, Progress progress)
    {
        var restored = await StoreRestore.Run(
            backup,
            options.Values["--data"],
            options.Values.GetValueOrDefault("--postgres"),
            options.Erasures
        );
        progress.Say(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{options.Values["--data"]} is the store as it was at "
                    + $"{restored.Cut.At:yyyy-MM-ddTHH:mm:ss.fffZ}: {restored.Cut.Events} events. "
                    + $"{restored.Erasures} erasures hold; {restored.KeysDestroyed} of their keys "
                    + $"were in the backup, and are not in the store."
            )
        );
    }
}
