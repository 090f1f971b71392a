using System.CommandLine;
using System.CommandLine.Parsing;
using System.Security.Cryptography;
using Commerce.LoadTests.Plans;
using Commerce.LoadTests.Reports;
using Commerce.LoadTests.Scenarios;

namespace Commerce.LoadTests;

/// <summary>The options of a run, and how they are read.</summary>
internal sealed class RunOptions
{
    private readonly Option<string?> _load = new("--load")
    {
        Description =
            "The load over time, as 'ramp 0..500/s 30s, hold 500/s 1m': " + PlanText.Forms,
    };

    private readonly Option<string[]> _also = new("--also")
    {
        Description = "Another scenario at the same time, as 'browse: hold 100/s 1m'",
    };

    private readonly Option<double?> _rate = new("--rate")
    {
        Description = "In place of --load: operations meant to start each second",
    };

    private readonly Option<TimeSpan?> _duration = Time("--duration", "In place of --load: length");
    private readonly Option<TimeSpan?> _warmup = Time("--warmup", "Before it is measured [5s]");
    private readonly Option<TimeSpan?> _norms = Time("--norms", "For each norm, 0 for none [3s]");

    private readonly Option<double?> _think = new("--think")
    {
        Description = "How long people think: 0 not at all, 1 as they do, 0.5 half as long",
    };

    private readonly Option<int?> _pid = new("--pid")
    {
        Description = "The server's process on this machine: reports its CPU and memory",
    };

    private readonly Option<string[]> _threshold = new("--threshold")
    {
        Description = "What must hold, as 'p99<60ms, errors<0.1%, checkout.p99<80ms, rate>=480/s'",
    };

    private readonly Option<int> _agents = new("--agents")
    {
        Description = "Processes that make the load together",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<string?> _json = new("--json")
    {
        Description = "A file for the report as JSON, - for standard output [artifacts/load/…]",
    };

    private readonly Option<string?> _html = new("--html")
    {
        Description = "A file for the report as a page [artifacts/load/…]",
    };

    public Option<Uri> Url { get; } =
        new("--url", "--target")
        {
            Description = "The server",
            DefaultValueFactory = _ => new("http://127.0.0.1:5000"),
            CustomParser = ParseUrl,
        };

    public Option<int> Connections { get; } =
        new("--connections")
        {
            Description = "Connections, each with one request out at a time",
            DefaultValueFactory = _ => 64,
        };

    public Option<int?> Seed { get; } =
        new("--seed") { Description = "Makes the choices of the run that printed it" };

    public Option<string?> OperatorKey { get; } =
        new("--operator-key")
        {
            Description = "For operators' routes (else the environment's COMMERCE_OPERATOR_KEY)",
        };

    public IEnumerable<Option> All =>
        [
            Url,
            _load,
            _also,
            _rate,
            _duration,
            Connections,
            _warmup,
            _norms,
            _think,
            _threshold,
            Seed,
            OperatorKey,
            _pid,
            _agents,
            _json,
            _html,
        ];

    /// <param name="problem">What is wrong with them, in a line.</param>
    public Settings? Read(ParseResult parsed, string scenario, out string? problem)
    {
        var tracks = new List<TrackSettings>();
        problem = Add(tracks, scenario, parsed.GetValue(_load), parsed);
        foreach (var also in parsed.GetValue(_also) ?? [])
        {
            var parts = also.Split(':', 2, StringSplitOptions.TrimEntries);
            problem ??= parts is [var name, var load]
                ? Add(tracks, name, load, parsed)
                : $"--also must be like 'browse: hold 100/s 1m', not '{also}'";
        }

        var thresholds = new List<Threshold>();
        foreach (var text in (parsed.GetValue(_threshold) ?? []).SelectMany(all => all.Split(',')))
        {
            if (Threshold.Read(text) is { } threshold)
                thresholds.Add(threshold);
            else
                problem ??= $"--threshold must be like p99<60ms or errors<0.1%, not '{text}'";
        }

        var isQuiet = parsed.GetValue(_json) is not null || parsed.GetValue(_html) is not null;
        var at = TimeProvider.System.GetUtcNow();
        var file = isQuiet ? null : $"artifacts/load/{scenario}-{at:yyyyMMdd-HHmmss}";
        return problem is not null
            ? null
            : new(
                tracks,
                parsed.GetRequiredValue(Url),
                parsed.GetValue(Connections),
                parsed.GetValue(_warmup) ?? TimeSpan.FromSeconds(5),
                parsed.GetValue(_norms) ?? TimeSpan.FromSeconds(3),
                parsed.GetValue(Seed) ?? RandomNumberGenerator.GetInt32(int.MaxValue),
                parsed.GetValue(_think),
                parsed.GetValue(OperatorKey)
                    ?? Environment.GetEnvironmentVariable("COMMERCE_OPERATOR_KEY"),
                parsed.GetValue(_pid),
                thresholds.Count == 0 ? [Threshold.NoErrors] : thresholds,
                parsed.GetValue(_agents),
                parsed.GetValue(_json) ?? (isQuiet ? null : $"{file}.json"),
                parsed.GetValue(_html) ?? (isQuiet ? null : $"{file}.html"),
                Command(parsed)
            );
    }

    private string? Add(List<TrackSettings> tracks, string name, string? load, ParseResult parsed)
    {
        if (Playbook.Find(name) is not { } scenario)
        {
            var names = string.Join(", ", Playbook.All().Select(each => each.Name));
            return $"there is no scenario '{name}', but {names}";
        }

        if (load is not null)
        {
            var read = PlanText.Read(load, out var problem);
            if (read is not null)
                tracks.Add(new(name, read));
            return problem;
        }

        var (rate, length) = (parsed.GetValue(_rate), parsed.GetValue(_duration));
        if (rate is <= 0 or > 1_000_000 or double.NaN)
            return "--rate must be above 0, to 1000000";
        if (length <= TimeSpan.Zero || length > LoadPlan.LengthMax)
            return "--duration must be above 0, to 24h";

        var lasts = length ?? TimeSpan.FromSeconds(15);
        tracks.Add(
            new(
                name,
                rate is { } asked ? LoadPlan.AtRate(asked, lasts)
                    : scenario.PlanOf(length) is { } own ? own
                    : LoadPlan.WithUsers(parsed.GetValue(Connections), lasts)
            )
        );
        return null;
    }

    /// <summary>As it can be given again; a key is no part of a report.</summary>
    private static string Command(ParseResult parsed)
    {
        var words = new List<string>();
        foreach (var (token, before) in parsed.Tokens.Zip(parsed.Tokens.Prepend(null)))
        {
            var word = before?.Value is "--operator-key" ? "…" : token.Value;
            words.Add(word.AsSpan().ContainsAny(" <>") ? $"'{word}'" : word);
        }

        return $"./dev load {string.Join(' ', words)}";
    }

    private static Option<TimeSpan?> Time(string name, string description) =>
        new(name)
        {
            Description = $"{description}, as 500ms, 30s, 5m, 1h",
            CustomParser = result =>
            {
                if (PlanText.ReadTime(result.Tokens[0].Value) is { } time)
                    return time;

                result.AddError($"{name} must be like 30s, 5m or 1h, not {result.Tokens[0].Value}");
                return null;
            },
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
