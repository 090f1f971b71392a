using System.Diagnostics;
using Commerce.EventSourcing;
using Commerce.Journal;
using Commerce.Sqlite;

namespace Commerce.LoadTests.Micro;

/// <summary>
/// What the disk and SQLite allow: one thread that does nothing but insert, with the schema, keys
/// and fence of the journal, as many events a transaction as there would be writers.
/// </summary>
internal static class RawInsert
{
    public static double Measure(string folder, int batch, NewEvent bench)
    {
        var ids = new IdGenerator(TimeProvider.System, "eu1");
        var path = Path.Combine(folder, $"raw-{batch}.db");
        using var connection = new SqliteFile(path).OpenWriter("FULL");
        JournalSchema.Prepare(connection, path, ids);
        using var statements = new AppendStatements(connection, ids.Region);
        var (clock, position, version) = (Stopwatch.StartNew(), 0L, 0L);
        while (clock.Elapsed < Rate.Length)
        {
            statements.Begin();
            for (var writer = 0; writer < batch; writer++)
            {
                statements.Land(new($"raw/{batch}-{writer}", version, [bench]), position++);
            }

            statements.Commit();
            version++;
        }

        var rate = position / clock.Elapsed.TotalSeconds;
        Console.WriteLine($"raw insert, {batch} a transaction: {rate:n0}/s");
        return rate;
    }
}
