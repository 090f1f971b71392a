using PaymentSimulator;

// The provider as its own program: settings as Provider:Ledger, Provider:Webhook and so on, from
// the command line, the environment (Provider__Ledger) or an appsettings.json.
var builder = WebApplication.CreateBuilder(args);
var settings =
    builder.Configuration.GetSection("Provider").Get<ProviderSettings>()
    ?? new() { Ledger = "data/provider.db" };

using var http = new HttpClient();
await using var provider = Provider.Open(settings, TimeProvider.System, http);
builder.Services.AddProviderApi().AddSingleton(provider);

var app = builder.Build();
app.UseExceptionHandler();
app.UseStatusCodePages();
app.MapProviderApi();
app.MapSimulatedProvider();
await app.RunAsync();
