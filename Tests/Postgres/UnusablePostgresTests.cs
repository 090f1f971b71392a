using Commerce.Http;
using Commerce.Journal;

namespace Commerce.Postgres;

/// <summary>A database that cannot be trusted stops the store with one line.</summary>
public sealed class UnusablePostgresTests(SharedPostgres shared)
{
    [Fact]
    public async Task The_journal_of_a_newer_program_is_refused()
    {
        var (server, database) = await Database();
        Open(server.ConnectionString(database)).Dispose();
        await server.Execute("UPDATE commerce.journal SET format = 99", database);

        Refused("format 99", server.ConnectionString(database));
    }

    [Fact]
    public async Task A_schema_of_another_program_is_refused_and_left_as_it_is()
    {
        var (server, database) = await Database();
        await server.Execute("CREATE SCHEMA commerce AUTHORIZATION store", database);
        await server.Execute("CREATE TABLE commerce.journal (x int)", database);

        Refused("no journal", server.ConnectionString(database));

        await server.Execute("DROP TABLE commerce.journal; DROP SCHEMA commerce", database);
    }

    [Fact]
    public async Task A_journal_that_has_lost_its_incarnation_is_refused()
    {
        var (server, database) = await Database();
        Open(server.ConnectionString(database)).Dispose();
        await server.Execute("DELETE FROM commerce.journal", database);

        Refused("damaged", server.ConnectionString(database));
    }

    [Fact]
    public async Task A_database_that_is_not_there_is_refused()
    {
        var server = await shared.Server;

        Refused("does not exist", server.ConnectionString("nowhere"));
    }

    [Fact]
    public async Task A_server_that_does_not_sync_is_refused()
    {
        await using var server = await PrivatePostgres.Start();
        var database = await server.CreateDatabase();
        await server.Execute("ALTER SYSTEM SET fsync = off", database);
        await server.Kill();
        await server.StartServer();

        Refused("fsync", server.ConnectionString(database));
    }

    [Theory]
    [InlineData("no connection string", "--Store=postgres", "--Postgres=nonsense")]
    [InlineData("cannot be used", "--Store=postgres", "--Postgres=Host=/nowhere;Username=x")]
    public void A_connection_string_that_leads_nowhere_is_refused(string why, params string[] args)
    {
        var refusal = Assert.Throws<JournalUnusableException>(() => Store.CreateBuilder(args));

        Assert.Contains(why, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    [Theory]
    [InlineData("Postgres", "--Store=postgres")]
    [InlineData("sqlite or postgres", "--Store=oracle")]
    public void A_setting_that_cannot_be_meant_is_refused(string why, params string[] args)
    {
        var refusal = Assert.Throws<SettingException>(() => Store.CreateBuilder(args));

        Assert.Contains(why, refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>Who may choose how commits are synced must not choose that they are not.</summary>
    [Fact]
    public async Task Commits_are_synced_whatever_the_server_says()
    {
        var (server, database) = await Database();
        await server.Execute($"ALTER DATABASE {database} SET synchronous_commit = off", database);
        using var journal = Open(server.ConnectionString(database));
        await server.Execute(
            """
            CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
              NEW.causation := current_setting('synchronous_commit'); RETURN NEW; END $$;
            CREATE TRIGGER note BEFORE INSERT ON commerce.events
              FOR EACH ROW EXECUTE FUNCTION note();
            """,
            database
        );

        await journal.Append(new("kind/1", 0, [JournalJudge.Event("{}")]));

        await server.Execute(
            "DO $$ BEGIN ASSERT (SELECT causation FROM commerce.events) = 'on'; END $$",
            database
        );
    }

    private static void Refused(string why, string connectionString)
    {
        var refusal = Assert.Throws<JournalUnusableException>(() => Open(connectionString));

        Assert.Contains(why, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    private static PostgresJournal Open(string connectionString) =>
        PostgresJournal.Open(connectionString, new(TimeProvider.System, "eu1"));

    private async Task<(PrivatePostgres Server, string Database)> Database()
    {
        var server = await shared.Server;
        return (server, await server.CreateDatabase());
    }
}
