using Commerce;
using Commerce.Backups;
using Commerce.Http;
using Commerce.Journal;
using Commerce.Payments;
using Commerce.Telemetry;

if (args is ["backup" or "restore", ..])
{
    return await BackupVerbs.Run(args[0], args[1..], Console.Out, Console.Error);
}

try
{
    var app = Store.CreateBuilder(args).Build();
    app.MapEdge();
    app.MapPayersPages();
    app.MapDashboard();
    app.MapMetrics();
    await app.RunAsync();
    return 0;
}
catch (Exception e) when (e is JournalUnusableException or SettingException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
