using Microsoft.Data.Sqlite;

namespace Commerce.Sqlite;

/// <summary>Opens connections to one SQLite file, each for one thread at a time.</summary>
internal sealed record SqliteFile(string Path)
{
    /// <summary>How long a connection waits for another.</summary>
    public static readonly TimeSpan BusyMax = TimeSpan.FromSeconds(5);

    /// <summary>Bytes; of a log that grew while somebody read long, no more is kept.</summary>
    private const long LogMax = 256L << 20;

    /// <param name="synchronous">
    /// <c>FULL</c>: a commit is on disk; <c>NORMAL</c>: soon after.
    /// </param>
    public SqliteConnection OpenWriter(string synchronous)
    {
        var connection = Open(SqliteOpenMode.ReadWriteCreate);
        connection.Run("PRAGMA journal_mode = WAL");
        connection.Run($"PRAGMA journal_size_limit = {LogMax}");
        connection.Run($"PRAGMA synchronous = {synchronous}");
        return connection;
    }

    public SqliteConnection OpenReader()
    {
        var connection = Open(SqliteOpenMode.ReadWrite);
        connection.Run("PRAGMA query_only = ON");
        return connection;
    }

    private SqliteConnection Open(SqliteOpenMode mode)
    {
        var text = new SqliteConnectionStringBuilder
        {
            DataSource = Path,
            Mode = mode,
            Pooling = false,
        };
        var connection = new SqliteConnection(text.ConnectionString);
        try
        {
            connection.Open();
            connection.Run($"PRAGMA busy_timeout = {BusyMax.TotalMilliseconds}");
            connection.Run("PRAGMA cache_size = -65536");
            connection.Run("PRAGMA mmap_size = 1073741824");
            connection.Run("PRAGMA wal_autocheckpoint = 0");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}

internal static class SqliteConnectionExtensions
{
    public static void Run(this SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Only this program's own text comes here.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    public static T? Ask<T>(this SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Only this program's own text comes here.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar() is T value ? value : default;
    }
}
