using Commerce;
using Commerce.Journal;

try
{
    var app = Store.CreateBuilder(args).Build();
    app.MapEdge();
    await app.RunAsync();
    return 0;
}
catch (JournalUnusableException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
