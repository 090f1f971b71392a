using System.Text.Json.Nodes;
using Commerce.Journal;
using Commerce.Sqlite;
using Microsoft.Data.Sqlite;

namespace Commerce.Backups;

/// <summary>What a backup has in it, and what is not taken for one.</summary>
public sealed class BackupTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private IJournalStore _journal;

    public BackupTests()
    {
        _journal = Open("store");
        Write("store/secrets/server.key", "server");
        Write("store/secrets/subjects.key", "subjects");
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Backup => _folder.File("backup");

    public void Dispose()
    {
        _journal.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task It_has_what_was_written_before_and_goes_on_with_it()
    {
        Write("store/imports/imp_1.ndjson", "a file that is taken in");
        Write("store/imports/imp_2.part", "one that has not arrived");
        await _journal.Append(
            new("kind/1", 0, JournalJudge.Decision("whole", 900), new(JournalJudge.Noon))
        );

        var cut = await Save();
        await _journal.Append(new("kind/1", 900, [JournalJudge.Event("later 1/1")]));
        await Restore();

        Assert.Equal((900, 900), (cut.Position, cut.Events));
        using IJournalStore restored = Open("new");
        Assert.NotEqual(_journal.Incarnation, restored.Incarnation);
        var read = await JournalJudge.Stream(restored, "kind/1");
        Assert.Equal(["whole"], JournalJudge.Whole(read.Select(JournalJudge.Text)));
        Assert.Single(restored.Due(JournalJudge.Noon, 9));
        await restored.Append(new("kind/1", 900, [JournalJudge.Event("other 1/1")]));
        Assert.Equal("subjects", File.ReadAllText(_folder.File("new/secrets/subjects.key")));
        Assert.Equal(["imp_1.ndjson"], Names(_folder.File("new/imports")));
    }

    [Fact]
    public async Task It_has_what_signing_in_keeps_also_what_is_in_its_log_alone()
    {
        using var writer = new SqliteFile(_folder.File("store/sign-in.db")).OpenWriter("FULL");
        writer.Run("CREATE TABLE clients (id text); INSERT INTO clients VALUES ('till-7')");

        await Save();
        await Restore();

        using var read = new SqliteFile(_folder.File("new/sign-in.db")).OpenReader();
        Assert.Equal("till-7", read.Ask<string>("SELECT id FROM clients"));
    }

    [Fact]
    public async Task It_is_its_owners_alone()
    {
        await Save();
        await Restore();

        foreach (var root in (string[])[Backup, _folder.File("new")])
        {
            var folders = Directory.EnumerateDirectories(root).Append(root);
            Assert.All(folders, each => Assert.Equal("700", Mode(each)));
            var files = Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories);
            Assert.All(files, each => Assert.Equal("600", Mode(each)));
        }
    }

    /// <summary>A list of a newer backup, of the store itself, and none.</summary>
    [Fact]
    public async Task Nobody_who_was_erased_has_a_key_again()
    {
        await Keep("anna", "ben", "cleo", "dora");
        await _journal.Destroy("dora", JournalJudge.Noon);
        await Save();
        await _journal.Destroy("anna", JournalJudge.Noon);
        await Place().Save(_folder.File("newer"), Silent);
        await _journal.Destroy("ben", JournalJudge.Noon);
        Place().WriteErasures(_folder.File("list"));

        var restored = await Restore(_folder.File("newer"), _folder.File("list"));

        Assert.Equal((3, 2), (restored.Erasures, restored.KeysDestroyed));
        using (IJournalStore journal = Open("new"))
        {
            Assert.Null(await journal.Read("anna"));
            Assert.Null(await journal.Read("ben"));
            Assert.NotNull(await journal.Read("cleo"));
            Assert.Null(await journal.Read("dora"));
        }

        // Nor are their bytes in a file, and its own backups remember them.
        var bytes = File.ReadAllBytes(_folder.File("new/journal.db"));
        Assert.True(bytes.AsSpan().IndexOf("key of anna"u8) < 0);
        Assert.True(bytes.AsSpan().IndexOf("key of cleo"u8) > 0);
        await new StorePlace(_folder.File("new"), _folder.File("new/secrets"), null).Save(
            _folder.File("third"),
            Silent
        );
        Assert.Equal(3, Erasures.Read(_folder.File("third")).Count);
    }

    [Fact]
    public async Task A_place_that_is_taken_is_refused()
    {
        await Save();
        Write("taken/something", "of somebody");

        await Refused("not empty", () => Place().Save(_folder.File("taken"), Silent));
        await Refused("not empty", () => Place().Save(Backup, Silent));
        await Refused("not empty", () => RestoreTo("taken"));
        await Refused("not empty", () => RestoreTo("taken/something"));
        Assert.Equal(["something"], Names(_folder.File("taken")));
        Directory.CreateDirectory(_folder.File("new"));
        await Restore();
    }

    [Theory]
    [InlineData("journal.db")]
    [InlineData("secrets/subjects.key")]
    [InlineData("erasures.ndjson")]
    [InlineData("manifest.json")]
    public async Task A_damaged_backup_is_refused(string file)
    {
        await Save();
        var path = Path.Combine(Backup, file);
        var whole = File.ReadAllBytes(path);

        File.WriteAllBytes(path, whole[..^1]);
        await Refused($"damaged: {file}", () => Restore());
        File.Delete(path);
        await Refused(file, () => Restore());
        if (file is not "manifest.json")
        {
            whole[^2] ^= 1;
            File.WriteAllBytes(path, whole);
            await Refused($"damaged: {file}", () => Restore());
        }
    }

    [Theory]
    [InlineData("format")]
    [InlineData("journalFormat")]
    public async Task The_backup_of_a_newer_program_is_refused(string member)
    {
        await Save();
        var path = Path.Combine(Backup, Manifest.Name);
        var manifest = JsonNode.Parse(File.ReadAllText(path))!;
        manifest[member] = 99;
        File.WriteAllText(path, manifest.ToJsonString());

        await Refused("format 99", () => Restore());
    }

    [Fact]
    public async Task A_list_that_is_cut_off_is_refused()
    {
        await Keep("anna", "ben");
        await _journal.Destroy("anna", JournalJudge.Noon);
        await _journal.Destroy("ben", JournalJudge.Noon);
        await Save();
        Place().WriteErasures(_folder.File("list"));
        var lines = File.ReadAllLines(_folder.File("list"));
        File.WriteAllLines(_folder.File("list"), lines[..^1]);

        await Refused("not all of it", () => Restore(_folder.File("list")));
        await Refused("not there", () => Restore(_folder.File("nowhere")));
        await Refused("no list", () => Restore(Path.Combine(Backup, "secrets/server.key")));
    }

    [Fact]
    public async Task A_store_without_its_keys_is_not_backed_up()
    {
        File.Delete(_folder.File("store/secrets/subjects.key"));

        await Refused("keys", Save);
        Assert.False(Directory.Exists(Backup));
    }

    /// <summary>What a program before this one wrote has no list yet.</summary>
    [Fact]
    public async Task An_older_store_gets_its_list_when_it_is_opened()
    {
        await Keep("anna");
        _journal.Dispose();
        Run("DROP TABLE erasures; PRAGMA user_version = 2");
        Assert.Contains(
            "format 2",
            (await Assert.ThrowsAsync<JournalUnusableException>(Save)).Message,
            StringComparison.Ordinal
        );

        _journal = Open("store");
        Assert.NotNull(await _journal.Read("anna"));
        await _journal.Destroy("anna", JournalJudge.Noon);
        await Save();

        Assert.Equal([new("anna", JournalJudge.Noon)], Erasures.Read(Backup));
    }

    [Theory]
    [InlineData("backup")]
    [InlineData("backup", "--to", "x", "--too", "y")]
    [InlineData("backup", "--to")]
    [InlineData("restore", "--data", "x")]
    [InlineData("restore", "b")]
    [InlineData("restore", "b", "c", "--data", "x")]
    [InlineData("restore", "b", "--data", "x", "--erasure", "y")]
    public async Task What_cannot_be_meant_is_not_done(string verb, params string[] arguments) =>
        Assert.Equal(2, await BackupVerbs.Run(verb, arguments, TextWriter.Null, TextWriter.Null));

    private static Progress Silent => new(TextWriter.Null);

    private StorePlace Place() =>
        new(_folder.File("store"), _folder.File("store/secrets"), Postgres: null);

    private Task<Cut> Save() => Place().Save(Backup, Silent);

    private Task<StoreRestore> Restore(params string[] lists) => RestoreTo("new", lists);

    private Task<StoreRestore> RestoreTo(string name, params string[] lists) =>
        StoreRestore.Run(Backup, _folder.File(name), postgres: null, lists);

    private async Task Keep(params string[] subjects)
    {
        foreach (var subject in subjects)
        {
            var key = System.Text.Encoding.UTF8.GetBytes($"the key of {subject}, wrapped");
            await _journal.Append(
                new($"kind/{subject}", 0, [JournalJudge.Event("1")]) { Key = new(subject, key) }
            );
        }
    }

    private async Task Refused(string why, Func<Task> what)
    {
        var before = Directory.GetFileSystemEntries(_folder.Path);
        var refusal = await Assert.ThrowsAsync<BackupException>(what);
        Assert.Contains(why, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
        Assert.Equal(before, Directory.GetFileSystemEntries(_folder.Path));
    }

    private void Run(string sql)
    {
        using var connection = new SqliteConnection(
            $"Data Source={_folder.File("store/journal.db")};Pooling=False"
        );
        connection.Open();
        connection.Run(sql);
    }

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(name))!);
        File.WriteAllText(_folder.File(name), text);
    }

    private static IEnumerable<string?> Names(string folder) =>
        Directory.EnumerateFileSystemEntries(folder).Select(Path.GetFileName);

    private static string Mode(string path) =>
        OperatingSystem.IsWindows()
            ? throw new PlatformNotSupportedException()
            : Convert.ToString((int)File.GetUnixFileMode(path), 8);

    private SqliteJournal Open(string name) =>
        SqliteJournal.Open(_folder.File(name), new(TimeProvider.System, "eu1"));
}
