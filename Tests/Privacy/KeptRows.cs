using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Commerce.Privacy;

/// <summary>What a store's tables still have of somebody.</summary>
internal static class KeptRows
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Their key, wrapped, in a file.</summary>
    public static async Task<byte[]> Key(string path, string subject)
    {
        await using var query = new SqliteCommand(
            "SELECT wrapped FROM subject_keys WHERE subject = $1"
        );
        query.Parameters.AddWithValue("$1", subject);
        return (byte[])await Ask(File(path), query);
    }

    public static async Task<byte[]> KeyInDatabase(string database, string subject)
    {
        await using var query = new NpgsqlCommand(
            "SELECT wrapped FROM commerce.subject_keys WHERE subject = $1"
        );
        query.Parameters.Add(new() { Value = subject });
        return (byte[])await Ask(new NpgsqlConnection(database), query);
    }

    /// <summary>How many rows of signing in name somebody.</summary>
    public static async Task<long> SignIns(string path, string customer)
    {
        await using var query = new SqliteCommand(
            """
            SELECT (SELECT count(*) FROM OpenIddictTokens WHERE Subject = $1)
              + (SELECT count(*) FROM OpenIddictAuthorizations WHERE Subject = $1)
            """
        );
        query.Parameters.AddWithValue("$1", customer);
        return (long)await Ask(File(path), query);
    }

    public static async Task<long> SignInsInDatabase(string database, string customer)
    {
        await using var query = new NpgsqlCommand(
            """
            SELECT (SELECT count(*) FROM sign_in."OpenIddictTokens" WHERE "Subject" = $1)
              + (SELECT count(*) FROM sign_in."OpenIddictAuthorizations" WHERE "Subject" = $1)
            """
        );
        query.Parameters.Add(new() { Value = customer });
        return (long)await Ask(new NpgsqlConnection(database), query);
    }

    private static SqliteConnection File(string path) =>
        new($"Data Source={path};Mode=ReadOnly;Pooling=False");

    private static async Task<object> Ask(DbConnection connection, DbCommand query)
    {
        await using (connection)
        {
            await connection.OpenAsync(Cancellation);
            query.Connection = connection;
            return (await query.ExecuteScalarAsync(Cancellation))!;
        }
    }
}
