using Commerce;
using Commerce.EventSourcing;
using Commerce.Inventory;
using Commerce.LoadTests.Micro;

const string Help = """
    usage: ./dev micro [append|hold]

      append   events into the journal, each writer waiting for its own, beside a raw insert
      hold     holds on one SKU: the call of a grain until its answer, which is durable

    """;

if (args is not ([] or ["append" or "hold"]))
{
    Console.Error.Write(Help);
    return 2;
}

var folder = Directory.CreateTempSubdirectory("micro-").FullName;
var builder = Store.CreateBuilder([
    $"--Data={folder}",
    "--urls=http://127.0.0.1:0",
    "--Demo=false",
]);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
await using (var app = builder.Build())
{
    await app.StartAsync();
    if (args is not ["hold"])
        await Append(app.Services.GetRequiredService<IJournal>());
    if (args is not ["append"])
        await Hold(app.Services.GetRequiredService<IGrainFactory>());
    await app.StopAsync();
}

Directory.Delete(folder, recursive: true);
return 0;

async Task Append(IJournal journal)
{
    var data =
        """
        {"kind":"stock.held","holder":"ord_eu1_01JABCDEFGHJKMNPQRSTVWXYZ0","round":1,
        "quantity":1,"expiresAt":"2030-01-01T12:10:00+00:00"}
        """u8.ToArray();
    foreach (var writers in (int[])[64, 256])
    {
        var raw = RawInsert.Measure(folder, writers, data);
        var rate = await Rate.Measure(
            $"append, {writers} writers",
            writers,
            (writer, i) =>
                journal.Append(
                    new(
                        $"bench/{writers}-{writer}",
                        i,
                        [new("bench", DateTimeOffset.UnixEpoch, data)]
                    )
                )
        );
        Console.WriteLine($"that is {rate / raw:n2} of the raw insert");
    }
}

async Task Hold(IGrainFactory grains)
{
    var stock = grains.Stock(new("HOT"));
    for (var n = 0; n < 5; n++)
        await stock.Receive(new($"r{n}", "h", Soon()), 1_000_000, "bench");

    foreach (var callers in (int[])[64, 256, 512])
    {
        await Rate.Measure(
            $"hold, {callers} callers",
            callers,
            async (caller, i) =>
            {
                var name = new HoldName($"{callers}-{caller}-{i}", 1);
                var held = await stock.Hold(name, 1, TimeSpan.FromMinutes(10), Soon());
                if (!held.IsAccepted)
                    throw new InvalidOperationException(held.Rejection.Code);
            }
        );
    }
}

static Deadline Soon() => new(TimeProvider.System.GetUtcNow().AddSeconds(9));
