using System.CommandLine;
using System.CommandLine.Parsing;
using System.Security.Cryptography;
using Commerce.LoadTests.FlashSales;
using Commerce.LoadTests.Scenarios;

namespace Commerce.LoadTests;

/// <summary>What the user may say, and what it comes to.</summary>
public sealed class CommandLine
{
    private readonly Argument<string> _scenario = new("scenario");

    private readonly Option<Uri> _url = new("--url")
    {
        Description = "The server",
        DefaultValueFactory = _ => new("http://127.0.0.1:5000"),
        CustomParser = ParseUrl,
    };

    private readonly Option<double?> _rate = new("--rate")
    {
        Description = "Open loop: operations meant to start each second (else closed loop)",
    };

    private readonly Option<int> _connections = new("--connections")
    {
        Description = "Connections, each with one request out at a time",
        DefaultValueFactory = _ => 64,
    };

    private readonly Option<double> _warmup = Seconds("--warmup", "Before it is measured", 5);
    private readonly Option<double> _duration = Seconds("--duration", "While it is measured", 15);
    private readonly Option<double> _norms = Seconds("--norms", "For each norm, 0 for none", 3);

    private readonly Option<int?> _seed = new("--seed")
    {
        Description = "Makes the choices of the run that printed it",
    };

    private readonly Option<string?> _operatorKey = new("--operator-key")
    {
        Description = "For operators' routes (else the environment's COMMERCE_OPERATOR_KEY)",
    };

    private readonly Option<int?> _pid = new("--pid")
    {
        Description = "The server's process on this machine: reports its CPU and memory",
    };

    private readonly Option<double> _maxErrorRate = new("--max-error-rate")
    {
        Description = "The share of failed operations, 0 to 1, that is still a success",
    };

    private readonly Option<string?> _json = new("--json")
    {
        Description = "A file for the report as JSON, - for standard output",
    };

    private readonly RootCommand _root;
    private readonly TextWriter _errors;
    private readonly Func<Settings, Task<int>> _run;

    /// <param name="run">What to do with settings that hold; it answers the exit code.</param>
    /// <param name="sell">The same, for those of a flash sale.</param>
    public CommandLine(
        TextWriter errors,
        Func<Settings, Task<int>> run,
        Func<FlashSaleSettings, Task<int>> sell
    )
    {
        (_errors, _run) = (errors, run);
        var scenarios = Playbook.All();
        _scenario.AcceptOnlyFromAmong([.. scenarios.Select(scenario => scenario.Name)]);
        _scenario.Description = string.Join(
            "; ",
            scenarios.Select(scenario => $"{scenario.Name} ({scenario.About})")
        );
        _root = new("Puts load on a store over HTTP and reports its speed.")
        {
            _scenario,
            _url,
            _rate,
            _connections,
            _warmup,
            _duration,
            _norms,
            _seed,
            _operatorKey,
            _pid,
            _maxErrorRate,
            _json,
        };
        _root.SetAction((parsed, _) => Run(Read(parsed)));
        var sale = new FlashSaleCommand(
            _url,
            _connections,
            _seed,
            _operatorKey,
            settings => Run(settings.Problem, () => sell(settings))
        );
        _root.Subcommands.Add(sale.Command);
    }

    /// <returns>The exit code: 2, after one line, when the arguments make no sense.</returns>
    public Task<int> Invoke(string[] arguments)
    {
        var parsed = _root.Parse(arguments);
        // Without a timeout, Ctrl-C ends the process at once.
        return parsed.Errors is [var error, ..]
            ? Refuse(error.Message)
            : parsed.InvokeAsync(new() { ProcessTerminationTimeout = null });
    }

    private Task<int> Run(Settings settings) => Run(settings.Problem, () => _run(settings));

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

    private Settings Read(ParseResult parsed) =>
        new(
            parsed.GetRequiredValue(_scenario),
            parsed.GetRequiredValue(_url),
            parsed.GetValue(_rate),
            parsed.GetValue(_connections),
            Span(parsed.GetValue(_warmup)),
            Span(parsed.GetValue(_duration)),
            Span(parsed.GetValue(_norms)),
            parsed.GetValue(_seed) ?? RandomNumberGenerator.GetInt32(int.MaxValue),
            parsed.GetValue(_operatorKey)
                ?? Environment.GetEnvironmentVariable("COMMERCE_OPERATOR_KEY"),
            parsed.GetValue(_pid),
            parsed.GetValue(_maxErrorRate),
            parsed.GetValue(_json)
        );

    /// <summary>What no span can say is as wrong as a negative one.</summary>
    private static TimeSpan Span(double seconds) =>
        Math.Abs(seconds) < 1e9 ? TimeSpan.FromSeconds(seconds) : TimeSpan.MinValue;

    private static Option<double> Seconds(string name, string description, double standard) =>
        new(name)
        {
            Description = $"{description}, in seconds",
            DefaultValueFactory = _ => standard,
        };

    private static Uri? ParseUrl(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (
            Uri.TryCreate(text, UriKind.Absolute, out var url)
            && url is { Scheme: "http", PathAndQuery: "/" }
        )
        {
            return url;
        }

        result.AddError($"--url must be like http://127.0.0.1:5000, not {text}");
        return null;
    }
}
