using Commerce.LoadTests;
using Commerce.LoadTests.FlashSales;
using Spectre.Console;

// One thread takes in the answers and sends the next requests at once, with no hop to a pool: the
// generator is to cost as little as it can of the processors it shares. Sockets read these once.
Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");
Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT", "1");

return await new CommandLine(Console.Error, Run, Sell).Invoke(args);

static async Task<int> Run(Settings settings)
{
    // A report on standard output stands there alone.
    var output = settings.Json is "-" ? Console.Error : Console.Out;
    var display = new Display(AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(output) }));
    var report = await new Session(settings, display).Run();
    ReportText.Write(output, report);
    await Save(report, settings.Json);
    return Verdict(report.Result, settings.MaxErrorRate, output);
}

static async Task<int> Sell(FlashSaleSettings settings)
{
    var report = await new FlashSale(settings, Console.Out).Run();
    report.Write(Console.Out);
    return report.Holds ? 0 : 1;
}

static Task Save(Report report, string? file) =>
    file switch
    {
        null => Task.CompletedTask,
        "-" => Console.Out.WriteLineAsync(report.ToJson()),
        _ => File.WriteAllTextAsync(file, report.ToJson()),
    };

static int Verdict(Measurement result, double maxErrorRate, TextWriter output)
{
    var failed = result.ErrorRate > maxErrorRate;
    var share = $"{result.ErrorRate:P2} of the operations failed";
    output.WriteLine(
        result.Operations == 0 ? "FAILED: no operation was measured"
        : failed ? $"FAILED: {share}, {maxErrorRate:P2} may"
        : $"OK: {share}"
    );
    return failed || result.Operations == 0 ? 1 : 0;
}
