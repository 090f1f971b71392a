using Microsoft.Data.Sqlite;

namespace Commerce.Journal;

/// <summary>A journal that cannot be trusted stops the store with one line that says why.</summary>
public sealed class UnusableJournalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Database => _folder.File("journal.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Something_that_is_no_database_is_refused()
    {
        File.WriteAllText(Database, new string('?', 10_000));

        Refused("damaged");
    }

    [Fact]
    public async Task A_file_with_a_damaged_header_is_refused()
    {
        await Fill();
        var bytes = await File.ReadAllBytesAsync(Database, TestContext.Current.CancellationToken);
        bytes.AsSpan(0, 16).Clear();
        await File.WriteAllBytesAsync(Database, bytes, TestContext.Current.CancellationToken);

        Refused("damaged");
    }

    [Fact]
    public async Task A_file_that_was_cut_off_is_refused()
    {
        await Fill();
        using (var file = new FileStream(Database, FileMode.Open))
        {
            file.SetLength(file.Length / 2);
        }

        Refused("damaged");
    }

    [Fact]
    public async Task The_journal_of_a_newer_program_is_refused()
    {
        await Fill();
        Run("PRAGMA user_version = 99");

        Refused("format 99");
    }

    [Fact]
    public void The_database_of_another_program_is_refused_and_left_as_it_is()
    {
        Run("CREATE TABLE other (x); INSERT INTO other VALUES (1)");
        var before = File.ReadAllBytes(Database);

        Refused("not a journal");

        Assert.Equal(before, File.ReadAllBytes(Database));
    }

    [Fact]
    public async Task A_journal_that_is_in_use_is_refused_until_it_is_not()
    {
        using (var journal = Open())
        {
            Refused("in use");
            await journal.Append(new("kind/1", 0, [JournalJudge.Event("{}")]));
        }

        using var again = Open();
        Assert.Equal(1, again.Head);
    }

    [Fact]
    public void A_folder_that_cannot_be_one_is_refused()
    {
        File.WriteAllText(_folder.File("file"), "");

        Refused("cannot be used", _folder.File("file"));
    }

    private void Refused(string why, string? folder = null)
    {
        var refusal = Assert.Throws<JournalUnusableException>(() => Open(folder));

        Assert.Contains(why, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(folder ?? _folder.Path, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    private async Task Fill()
    {
        using var journal = Open();
        await journal.Append(new("kind/1", 0, JournalJudge.Decision("fill", 1_000)));
    }

    private void Run(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Database};Pooling=False");
        connection.Open();
        Sqlite.SqliteConnectionExtensions.Run(connection, sql);
    }

    private SqliteJournal Open(string? folder = null) =>
        SqliteJournal.Open(folder ?? _folder.Path, new(TimeProvider.System, "eu1"));
}
