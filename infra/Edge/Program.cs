using Commerce.Edges;

// One address before several silos: --Silos=http://…,http://… and --urls for its own.
var builder = WebApplication.CreateBuilder(args);
var addresses = (builder.Configuration["Silos"] ?? "").Split(',', StringSplitOptions.TrimEntries);
if (!addresses.All(each => Uri.TryCreate(each, UriKind.Absolute, out _)))
{
    await Console.Error.WriteLineAsync("--Silos=http://host:port,… says where the silos are.");
    return 1;
}

// A line for each request costs more than the request.
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.AddServerHeader = false;
    // What is too large is for a silo to say, which knows the route.
    kestrel.Limits.MaxRequestBodySize = null;
});
builder
    .Services.AddHttpForwarder()
    .AddSingleton(TimeProvider.System)
    .AddSingleton(new Silos(addresses.Select(each => new Uri(each))))
    .AddSingleton<RetryBudget>()
    .AddSingleton<Forwarding>()
    .AddHostedService<Probing>();
var app = builder.Build();
app.MapFallback(app.Services.GetRequiredService<Forwarding>().Forward);
await app.RunAsync();
return 0;
