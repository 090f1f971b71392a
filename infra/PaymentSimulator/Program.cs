using PaymentSimulator;

// The provider as its own program: settings as Provider:Ledger, Provider:Webhook and so on, from
// the command line, the environment (Provider__Ledger) or an appsettings.json.
var builder = WebApplication.CreateBuilder(args);
using var http = new HttpClient();
try
{
    var settings = builder.Configuration.GetSection("Provider").Get<ProviderSettings>() ?? new();
    await using var provider = Provider.Open(settings, TimeProvider.System, http);
    builder.Services.AddProviderApi().AddSingleton(provider);

    var app = builder.Build();
    app.UseExceptionHandler();
    app.UseStatusCodePages();
    app.MapProviderApi();
    app.MapSimulatedProvider();
    await app.RunAsync();
    return 0;
}
catch (Exception e) when (e is IOException or ArgumentException or InvalidOperationException)
{
    // A wrong setting, or a ledger that another process has: one line says it all.
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
