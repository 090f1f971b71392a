using Commerce;
using Commerce.Http;
using Commerce.Journal;
using PaymentSimulator;

try
{
    var app = Store.CreateBuilder(args).Build();
    app.MapEdge();
    app.MapSimulatedProvider();
    app.MapDashboard();
    await app.RunAsync();
    return 0;
}
catch (Exception e) when (e is JournalUnusableException or SettingException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
