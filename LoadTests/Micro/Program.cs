using Commerce;
using Commerce.EventSourcing;
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
        await Appends.Measure(app.Services.GetRequiredService<IJournal>(), folder);
    if (args is not ["append"])
        await Holds.Measure(app.Services.GetRequiredService<IGrainFactory>());
    await app.StopAsync();
}

Directory.Delete(folder, recursive: true);
return 0;
