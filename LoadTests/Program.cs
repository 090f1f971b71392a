using Commerce.LoadTests;
using Commerce.LoadTests.Agents;
using Commerce.LoadTests.FlashSales;
using Commerce.LoadTests.Reports;
using Commerce.LoadTests.Reports.Comparing;
using Spectre.Console;

// One thread takes in the answers and sends the next requests at once, with no hop to a pool: the
// generator is to cost as little as it can of the processors it shares. Sockets read these once.
Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");
Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT", "1");

return args is [Agent.Command]
    ? await Agent.Run(Console.In, Console.Out)
    : await new CommandLine(Console.Error, new(Run, Sell, Compare, List)).Invoke(args);

static async Task<int> Run(Settings settings, CancellationToken stop)
{
    // A report on standard output stands there alone.
    var output = settings.Json is "-" ? Console.Error : Console.Out;
    var display = new Display(AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(output) }));
    var report = await new Session(settings, display).Run(stop);
    await report.Write(output, settings.Json, settings.Html);
    return report.Holds ? 0 : 1;
}

static async Task<int> Sell(FlashSaleSettings settings)
{
    var report = await new FlashSale(settings, Console.Out).Run();
    report.Write(Console.Out);
    return report.Holds ? 0 : 1;
}

static async Task<int> Compare(string before, string after)
{
    var comparison = Comparison.Of(await ReportFiles.Read(before), await ReportFiles.Read(after));
    comparison.Write(Console.Out);
    return comparison.IsWorse ? 1 : 0;
}

static int List()
{
    ScenarioList.Write(Console.Out);
    return 0;
}
