using Commerce;
using Commerce.Http;

try
{
    var app = Alone.CreateBuilder(args).Build();
    app.MapEdge();
    await app.RunAsync();
    return 0;
}
catch (SettingException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
