using Commerce;
using Commerce.EventSourcing;
using Commerce.LoadTests.Micro;

const string Help = """
    usage: ./dev micro [append|hold|memory]

      append   events into the journal, each writer waiting for its own, beside a raw insert
      hold     holds on one SKU: the call of a grain until its answer, which is durable
      memory   what carts, orders and SKUs keep in memory, with all that remembers them

    """;

if (args is not ([] or ["append" or "hold" or "memory"]))
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
    var grains = app.Services.GetRequiredService<IGrainFactory>();
    if (args is [] or ["append"])
        await Appends.Measure(app.Services.GetRequiredService<IJournal>(), folder);
    if (args is [] or ["hold"])
        await Holds.Measure(grains);
    if (args is [] or ["memory"])
        await new Memory(grains, app.Services.GetRequiredService<IdGenerator>()).Measure();
    await app.StopAsync();
}

Directory.Delete(folder, recursive: true);
return 0;
