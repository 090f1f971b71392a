using Npgsql;

namespace Commerce.Postgres;

internal static class NpgsqlConnectionExtensions
{
    public static void Run(this NpgsqlConnection connection, string sql, params object[] values)
    {
        using var command = Command(connection, sql, values);
        command.ExecuteNonQuery();
    }

    public static T? Ask<T>(this NpgsqlConnection connection, string sql, params object[] values)
    {
        using var command = Command(connection, sql, values);
        return command.ExecuteScalar() is T value ? value : default;
    }

    /// <summary>Sets $1 and so on.</summary>
    public static NpgsqlCommand With(this NpgsqlCommand command, params object[] values)
    {
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        return command;
    }

    /// <summary>
    /// Asks again, on a new connection, where one turns out to be broken: a server that was started
    /// anew has left a pool of such. Throws <see cref="JournalUnavailableException"/> where the
    /// server is away.
    /// </summary>
    public static async Task<T> Ask<T>(this NpgsqlDataSource source, Func<Task<T>> question)
    {
        for (var isRetry = false; ; isRetry = true)
        {
            try
            {
                return await question();
            }
            catch (Exception e) when (e.IsBreak() && !isRetry)
            {
                source.Clear();
            }
            catch (Exception e) when (e.IsTrouble())
            {
                throw PostgresErrors.Unavailable(e);
            }
        }
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, object[] values)
    {
#pragma warning disable CA2100 // Only this program's own text comes here.
        return new NpgsqlCommand(sql, connection).With(values);
#pragma warning restore CA2100
    }
}
