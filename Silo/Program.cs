using Commerce;
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
catch (JournalUnusableException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
