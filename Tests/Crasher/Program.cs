using System.Globalization;
using System.Text;
using Commerce;
using Commerce.EventSourcing;
using Commerce.Journal;

// Writes decisions of several events into the journal of a folder, and says on standard output
// which were acknowledged, until somebody kills it.
var ids = new IdGenerator(TimeProvider.System, "eu1");
using var journal = SqliteJournal.Open(args[0], ids);
var round = args[1];
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
