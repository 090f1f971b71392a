using System.CommandLine;
using Commerce.LoadTests.FlashSales;

namespace Commerce.LoadTests;

/// <summary>What the user may say, and what it comes to.</summary>
public sealed class CommandLine
{
    private readonly Argument<string?> _scenario = new("scenario")
    {
        Arity = ArgumentArity.ZeroOrOne,
        Description = "What to play: --list tells of each",
    };

    private readonly Option<bool> _list = new("--list") { Description = "Tells of each scenario" };

    private readonly RunOptions _options = new();
    private readonly RootCommand _root;
    private readonly TextWriter _errors;
    private readonly Actions _actions;

    public CommandLine(TextWriter errors, Actions actions)
    {
        (_errors, _actions) = (errors, actions);
        _root = new("Puts load on a store over HTTP and reports its speed.") { _scenario, _list };
        foreach (var option in _options.All)
            _root.Options.Add(option);
        _root.SetAction((parsed, stop) => Play(parsed, stop));
        var sale = new FlashSaleCommand(
            _options.Url,
            _options.Connections,
            _options.Seed,
            _options.OperatorKey,
            settings => Run(settings.Problem, () => _actions.Sell(settings))
        );
        _root.Subcommands.Add(sale.Command);
        _root.Subcommands.Add(Compare());
    }

    /// <returns>The exit code: 2, after one line, when the arguments make no sense.</returns>
    public Task<int> Invoke(string[] arguments)
    {
        var parsed = _root.Parse(arguments);
        return parsed.Errors is [var error, ..]
            ? Refuse(error.Message)
            // Ctrl-C ends the load; what comes then is its report.
            : parsed.InvokeAsync(new() { ProcessTerminationTimeout = TimeSpan.FromMinutes(2) });
    }

    private Task<int> Play(ParseResult parsed, CancellationToken stop)
    {
        if (parsed.GetValue(_list))
            return Run(null, () => Task.FromResult(_actions.List()));

        if (parsed.GetValue(_scenario) is not { } name)
            return Refuse("which scenario? --list tells of each");

        var settings = _options.Read(parsed, name, out var problem);
        return Run(problem ?? settings?.Problem, () => _actions.Run(settings!, stop));
    }

    private Command Compare()
    {
        var before = new Argument<FileInfo>("before").AcceptExistingOnly();
        var after = new Argument<FileInfo>("after").AcceptExistingOnly();
        var compare = new Command("compare", "Says of two reports as JSON what became better.")
        {
            before,
            after,
        };
        compare.SetAction(
            (parsed, _) =>
                Run(
                    null,
                    () =>
                        _actions.Compare(
                            parsed.GetRequiredValue(before).FullName,
                            parsed.GetRequiredValue(after).FullName
                        )
                )
        );
        return compare;
    }

    private async Task<int> Run(string? problem, Func<Task<int>> run)
    {
        try
        {
            return problem is null ? await run() : await Refuse(problem);
        }
        catch (SetUpException exception)
        {
            return await Refuse(exception.Message);
        }
    }

    private async Task<int> Refuse(string problem)
    {
        var words = problem.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        await _errors.WriteLineAsync(string.Join(' ', words));
        return 2;
    }
}

/// <summary>What there is to do; each answers the exit code.</summary>
/// <param name="Run">Plays load.</param>
/// <param name="Sell">Plays a flash sale.</param>
/// <param name="Compare">Compares two files.</param>
/// <param name="List">Tells of the scenarios.</param>
public sealed record Actions(
    Func<Settings, CancellationToken, Task<int>> Run,
    Func<FlashSaleSettings, Task<int>> Sell,
    Func<string, string, Task<int>> Compare,
    Func<int> List
);
