using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Commerce.Privacy;

/// <summary>What a store's tables still have of somebody.</summary>
internal static class KeptRows
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Their key, wrapped, in a file.</summary>
    public static async Task<byte[]> Key(string path, string subject) =>
        (byte[])
            await Ask(
                new SqliteConnection($"Data Source={path};Mode=ReadOnly;Pooling=False"),
                "SELECT wrapped FROM subject_keys WHERE subject = $1",
                subject
            );

    public static async Task<byte[]> KeyInDatabase(string database, string subject) =>
        (byte[])
            await Ask(
                new NpgsqlConnection(database),
                "SELECT wrapped FROM commerce.subject_keys WHERE subject = $1",
                subject
            );

    /// <summary>How many rows of signing in name somebody.</summary>
    public static async Task<long> SignIns(string path, string customer) =>
        (long)
            await Ask(
                new SqliteConnection($"Data Source={path};Mode=ReadOnly;Pooling=False"),
                """
                SELECT (SELECT count(*) FROM OpenIddictTokens WHERE Subject = $1)
                  + (SELECT count(*) FROM OpenIddictAuthorizations WHERE Subject = $1)
                """,
                customer
            );

    public static async Task<long> SignInsInDatabase(string database, string customer) =>
        (long)
            await Ask(
                new NpgsqlConnection(database),
                """
                SELECT (SELECT count(*) FROM sign_in."OpenIddictTokens" WHERE "Subject" = $1)
                  + (SELECT count(*) FROM sign_in."OpenIddictAuthorizations" WHERE "Subject" = $1)
                """,
                customer
            );

    private static async Task<object> Ask(DbConnection connection, string sql, string value)
    {
        await using (connection)
        {
            await connection.OpenAsync(Cancellation);
            await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Only the texts above come here.
            command.CommandText = sql;
#pragma warning restore CA2100
            var parameter = command.CreateParameter();
            parameter.Value = value;
            if (connection is SqliteConnection)
                parameter.ParameterName = "$1";
            command.Parameters.Add(parameter);
            return (await command.ExecuteScalarAsync(Cancellation))!;
        }
    }
}
