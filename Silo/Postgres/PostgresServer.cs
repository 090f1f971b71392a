using Npgsql;

namespace Commerce.Postgres;

/// <summary>How this program talks to a server: whom it waits for, and for how long.</summary>
internal sealed class PostgresServer : IDisposable
{
    /// <summary>The schema that has every table of the journal.</summary>
    public const string Schema = "commerce";

    /// <summary>
    /// A server that does not let us in by then is away. One that has just started is called by
    /// everybody at once: who gives up too soon and calls again keeps it busy for nothing.
    /// </summary>
    private static readonly TimeSpan ConnectMax = TimeSpan.FromSeconds(5);

    /// <summary>What takes longer than that, the server gives up.</summary>
    private static readonly TimeSpan StatementMax = TimeSpan.FromSeconds(5);

    /// <summary>An answer that takes longer than that never comes.</summary>
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(7);

    /// <summary>A connection is asked whether it is there after that much silence.</summary>
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Each statement has an index for what it looks up, and hashes what it joins, whatever the
    /// statistics say of tables and batches that grow faster than they are taken; and none is worth
    /// being compiled.
    /// </summary>
    private const string Plans = "-c enable_seqscan=off -c enable_nestloop=off -c jit=off";

    private const int ReadersMax = 8;
    private const int PreparedMax = 32;

    /// <summary>Who may choose how commits are synced must not choose that they are not.</summary>
    private const string SyncCommits = """
        SELECT set_config('synchronous_commit', 'on', false)
        WHERE current_setting('synchronous_commit') = 'off'
        """;

    private readonly NpgsqlDataSource _single;

    /// <exception cref="ArgumentException">The text is no connection string.</exception>
    /// <param name="connectionString">Where the server is.</param>
    /// <param name="schema">The schema that has the tables.</param>
    /// <param name="plans">How statements are to be carried out, as server settings.</param>
    public PostgresServer(string connectionString, string schema = Schema, string plans = Plans)
    {
        var text = new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = "commerce",
            SearchPath = schema,
            Timeout = (int)ConnectMax.TotalSeconds,
            CommandTimeout = (int)AnswerMax.TotalSeconds,
            Options = $"{Limits()} {plans}",
            MaxAutoPrepare = PreparedMax,
            AutoPrepareMinUsages = 2,
        };
        if (text.Host?.StartsWith('/') != true) // A socket of this machine has no such thing.
        {
            text.TcpKeepAlive = true;
            text.TcpKeepAliveTime = (int)KeepAlive.TotalSeconds;
            text.TcpKeepAliveInterval = (int)KeepAlive.TotalSeconds;
        }

        Name = $"{text.Host}/{text.Database}";
        text.Pooling = false;
        _single = NpgsqlDataSource.Create(text);
        text.Pooling = true;
        text.MaxPoolSize = ReadersMax;
        text.NoResetOnClose = true; // Nothing is set on them that a next one would mind.
        Readers = NpgsqlDataSource.Create(text);
    }

    /// <summary>What people are told it is.</summary>
    public string Name { get; }

    /// <summary>Connections for short statements, each complete in itself.</summary>
    public NpgsqlDataSource Readers { get; }

    /// <summary>A connection for one thread at a time.</summary>
    public NpgsqlConnection Open() => _single.OpenConnection();

    /// <summary>
    /// The same, where the server tells the history that this process knows: also one that took
    /// over for another, if it has the newest event that we know of. Should it not, nobody knows
    /// what of it is in the grains and the lists: only a new start, as a new history, finds out.
    /// </summary>
    /// <exception cref="JournalUnavailableException">The server became a standby.</exception>
    public NpgsqlConnection Open(KnownHistory history)
    {
        var connection = Open();
        try
        {
            var identity =
                connection.Ask<string>(
                    $"SELECT CASE WHEN NOT pg_is_in_recovery() THEN {PostgresSchema.Identity} END"
                ) ?? throw new JournalUnavailableException($"{Name} is a standby.");
            if (identity != history.Identity && !PostgresSchema.GoesOn(connection, history))
            {
                Environment.FailFast($"{Name} tells another history and must be opened anew.");
            }

            history.Identity = identity;

            connection.Run(SyncCommits);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Readers.Dispose();
        _single.Dispose();
    }

    private static string Limits()
    {
        var statement = $"-c statement_timeout={StatementMax.TotalMilliseconds}";
        var idle = $"-c idle_in_transaction_session_timeout={StatementMax.TotalMilliseconds}";
        // A server that waits for a client that is gone gives it up, and lets go of its locks.
        var gone = $"-c tcp_user_timeout={StatementMax.TotalMilliseconds}";
        return $"{statement} {idle} {gone}";
    }
}
