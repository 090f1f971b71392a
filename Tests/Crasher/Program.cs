using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Commerce;
using Commerce.EventSourcing;
using Commerce.Journal;
using Commerce.Postgres;
using Commerce.Sqlite;

// Writes decisions of several events into the journal of a folder, or of a database, and says on
// standard output which were acknowledged, until somebody kills it. With --unsynced the folder's
// commits are not synced, for a judge to find.
var ids = new IdGenerator(TimeProvider.System, "eu1");
using IJournalStore journal = args[0].Contains('=', StringComparison.Ordinal)
    ? PostgresJournal.Open(args[0], ids)
    : SqliteJournal.Open(args[0], ids);
var round = args[1];
if (args is [.., "--unsynced"])
    await Writer((SqliteJournal)journal).Run(writer => writer.Run("PRAGMA synchronous = OFF"));

await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(() => Write(writer))));

async Task Write(int writer)
{
    var stream = $"kind/{round}-{writer}";
    var version = 0L;
    for (var i = 0; ; i++)
    {
        var size = 1 + ((i + writer) % 5);
        var name = string.Create(CultureInfo.InvariantCulture, $"{round}-{writer}-{i}");
        var events = Enumerable.Range(1, size).Select(n => Event($"{name} {n}/{size}"));
        await journal.Append(new(stream, version, [.. events], new(DateTimeOffset.UnixEpoch)));
        version += size;
        lock (ids)
        {
            Console.WriteLine($"{stream} {version}");
        }
    }
}

static NewEvent Event(string data) =>
    new("test.happened", DateTimeOffset.UnixEpoch, Encoding.UTF8.GetBytes(data));

[UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_writer")]
static extern ref JournalWriter Writer(SqliteJournal journal);
