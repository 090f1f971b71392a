using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Commerce.LoadTests.Plans;

/// <summary>Reads plans as people write them.</summary>
/// <remarks>
/// Phases, one after the other, with commas between: <c>ramp 0..500/s 30s</c>, <c>hold 500/s
/// 1m</c>, <c>step 100..500/s by 100 10s</c> (so long at each), <c>spike 1500/s 10s</c>, <c>pause
/// 5s</c>; or of users: <c>users 64 1m</c>, <c>users 0..64 30s</c>. The last may say
/// <c>until-sold-out</c> in place of its length.
/// </remarks>
public static partial class PlanText
{
    /// <summary>The forms that there are, for whoever writes one that is none.</summary>
    public const string Forms =
        "ramp A..B/s TIME, hold A/s TIME, step A..B/s by C TIME, spike A/s TIME, users A TIME, "
        + "users A..B TIME, pause TIME; the last TIME may be until-sold-out";

    private const double RateMax = 1_000_000;
    private const double UsersMax = 100_000;
    private const int StepsMax = 1_000;

    private static readonly TimeSpan SoldOutMax = TimeSpan.FromHours(1);

    /// <param name="problem">What is wrong with it, in a line.</param>
    public static LoadPlan? Read(string text, out string? problem)
    {
        var phases = ImmutableArray.CreateBuilder<Phase>();
        var units = new HashSet<LoadUnit>();
        var isEndless = false;
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            problem =
                isEndless ? "until-sold-out must be said of the last phase"
                : Form().Match(part) is not { Success: true } form
                    ? $"'{part}' is no phase of a load: {Forms}"
                : Add(form, phases, units, out isEndless);
            if (problem is not null)
                return null;
        }

        var unit = units.FirstOrDefault();
        var plan =
            units.Count == 1 ? new LoadPlan(text, unit, phases.ToImmutable(), isEndless) : null;
        problem =
            units.Count == 0 ? "a load needs a phase that is no pause"
            : units.Count > 1 ? "a load is of rates or of users, not of both"
            : plan!.Length > LoadPlan.LengthMax ? "a load must take at most 24 hours"
            : null;
        return problem is null ? plan : null;
    }

    /// <summary>A length of time: 500ms, 30s, 5m, 1h; a bare number is seconds.</summary>
    public static TimeSpan? ReadTime(string text)
    {
        var match = Time().Match(text);
        if (!match.Success)
            return null;

        var number = Number(match.Groups["number"]);
        var seconds = match.Groups["unit"].Value switch
        {
            "ms" => number / 1_000,
            "m" => number * 60,
            "h" => number * 3_600,
            _ => number,
        };
        return seconds < 1e7 ? TimeSpan.FromSeconds(seconds) : null;
    }

    private static string? Add(
        Match form,
        ImmutableArray<Phase>.Builder phases,
        HashSet<LoadUnit> units,
        out bool isEndless
    )
    {
        var (from, to) = (Number(form.Groups["from"]), Number(form.Groups["to"]));
        to = form.Groups["to"].Success ? to : from;
        isEndless = form.Groups["endless"].Success;
        var length = isEndless ? SoldOutMax : ReadTime(form.Groups["time"].Value);
        if (length is not { Ticks: > 0 } lasts)
            return $"'{form.Value}' must last longer";

        if (form.Groups["users"].Success || form.Groups["rate"].Success)
        {
            var isRate = form.Groups["rate"].Success;
            units.Add(isRate ? LoadUnit.Rate : LoadUnit.Users);
            var max = isRate ? RateMax : UsersMax;
            if (double.Max(from, to) is var most && (most <= 0 || most > max))
                return $"'{form.Value}' must be above 0, to {max:0}";
        }

        var size = Number(form.Groups["by"]);
        if (!form.Groups["by"].Success)
        {
            phases.Add(new(from, to, lasts));
            return null;
        }

        if (size <= 0 || Math.Abs(to - from) / size > StepsMax)
            return $"'{form.Value}' must have from 1 to {StepsMax} steps";

        for (var level = from; to >= from ? level <= to : level >= to; )
        {
            phases.Add(new(level, level, lasts));
            level += to >= from ? size : -size;
        }

        return null;
    }

    private static double Number(Group group) =>
        group.Success ? double.Parse(group.Value, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(
        """
            ^(?: (?<rate>(?:ramp|hold|spike|step)\ +
                 (?<from>\d+(?:\.\d+)?) (?:\.\.(?<to>\d+(?:\.\d+)?))? /s
                 (?:\ +by\ + (?<by>\d+(?:\.\d+)?))? )
            | (?<users>users\ + (?<from>\d+(?:\.\d+)?) (?:\.\.(?<to>\d+(?:\.\d+)?))?)
            | pause )
            \ + (?: (?<endless>until-sold-out) | (?<time>\d+(?:\.\d+)?(?:ms|s|m|h)?) )$
            """,
        RegexOptions.IgnorePatternWhitespace,
        1_000
    )]
    private static partial Regex Form();

    [GeneratedRegex(@"^(?<number>\d+(?:\.\d+)?)(?<unit>ms|s|m|h)?$", RegexOptions.None, 1_000)]
    private static partial Regex Time();
}
