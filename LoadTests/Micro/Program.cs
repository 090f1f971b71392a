using Commerce;
using Commerce.EventSourcing;
using Commerce.LoadTests.Micro;

var folder = Directory.CreateTempSubdirectory("micro").FullName;
var builder = Store.CreateBuilder([$"--Data={folder}", "--urls=http://127.0.0.1:0"]);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
var app = builder.Build();
await app.StartAsync();
var journal = app.Services.GetRequiredService<IJournal>();
var grains = app.Services.GetRequiredService<IGrainFactory>();
var data = System.Text.Encoding.UTF8.GetBytes(
    """
    {"kind":"stock.held","holder":"ord_eu1_01JABCDEFGHJKMNPQRSTVWXYZ0","round":1,
    "quantity":1,"expiresAt":"2030-01-01T12:10:00+00:00"}
    """
);

foreach (var callers in new[] { 64, 256 })
{
    await Rate.Measure(
        $"append, {callers} writers",
        callers,
        async (w, i) =>
            await journal.Append(
                new($"bench/{callers}-{w}", i, [new("bench", DateTimeOffset.UnixEpoch, data)])
            )
    );
}

var stock = grains.Stock(new("HOT"));
var time = TimeProvider.System;
for (var n = 0; n < 5; n++)
    await stock.Receive(new($"r{n}", "h", new(time.GetUtcNow().AddSeconds(9))), 1_000_000, "bench");
foreach (var callers in new[] { 64, 256, 512 })
{
    await Rate.Measure(
        $"hold, {callers} callers",
        callers,
        async (w, i) =>
        {
            var held = await stock.Hold(
                new($"b{callers}-{w}-{i}", 1),
                1,
                TimeSpan.FromMinutes(10),
                new(time.GetUtcNow().AddSeconds(9))
            );
            if (!held.IsAccepted)
                throw new InvalidOperationException(held.Rejection.Code);
        }
    );
}
await app.StopAsync();
await app.DisposeAsync();
Directory.Delete(folder, recursive: true);
