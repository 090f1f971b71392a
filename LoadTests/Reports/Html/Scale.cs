namespace Commerce.LoadTests.Reports.Html;

/// <summary>Where values lie along an axis, and which of them are written beside it.</summary>
internal abstract record Scale(double From, double To, IReadOnlyList<double> Ticks)
{
    private const int TicksMax = 7;

    /// <summary>Above it, what is small would lie on the axis.</summary>
    private const double LinearMax = 20;

    private static readonly double[] TimeSteps =
    [
        1,
        2,
        5,
        10,
        15,
        30,
        60,
        120,
        300,
        600,
        900,
        1_800,
        3_600,
        7_200,
        14_400,
    ];

    /// <summary>Of what is written beside a logarithmic axis: the more of it, the fewer.</summary>
    private static readonly double[][] Digits =
    [
        [1, 2, 5],
        [1, 3],
        [1],
    ];

    /// <summary>From 0, its beginning, to 1, its end, which what lies outside gets, too.</summary>
    public double PlaceOf(double value) =>
        double.Clamp((Bend(value) - Bend(From)) / (Bend(To) - Bend(From)), 0, 1);

    /// <summary>From 0 to a round number above them all.</summary>
    public static Scale Linear(IEnumerable<double> values)
    {
        var most = values.Where(double.IsFinite).DefaultIfEmpty(0).Max();
        var step = most > 0 ? RoundUp(most / (TicksMax - 2)) : 1;
        var steps = most > 0 ? Math.Ceiling((most / step) - 1e-9) : 1;
        var ticks = Multiples(step, 0, steps).ToList();
        return new LinearScale(0, ticks[^1], ticks);
    }

    /// <summary>Around all that are above 0, each digit as wide as the next.</summary>
    public static Scale Logarithmic(IEnumerable<double> values)
    {
        var positive = Positive(values);
        if (positive.Count == 0)
            return Linear([]);

        var (from, to) = (RoundDown(positive.Min()), RoundUp(positive.Max()));
        if (from == to)
            (from, to) = (from / 10, to * 10);
        var ticks = Digits.Select(digits => Rounds(from, to, digits)).ToList();
        var few = ticks.Find(rounds => rounds.Count <= TicksMax) ?? Thinned(ticks[^1]);
        return new LogarithmicScale(from, to, few);
    }

    /// <summary>Logarithmic where the largest is many times the smallest above 0.</summary>
    public static Scale Fitting(IReadOnlyCollection<double> values)
    {
        var positive = Positive(values);
        return positive.Count > 0 && positive.Max() > LinearMax * positive.Min()
            ? Logarithmic(positive)
            : Linear(values);
    }

    /// <summary>Of seconds; its ticks are whole seconds, minutes or hours.</summary>
    public static Scale Time(double from, double to)
    {
        to = double.Max(to, from + 1);
        var step = TimeSteps.FirstOrDefault(step => (to - from) / step <= TicksMax, TimeSteps[^1]);
        var (first, last) = (Math.Ceiling(from / step), Math.Floor(to / step));
        return new LinearScale(from, to, Thinned([.. Multiples(step, first, last)]));
    }

    protected abstract double Bend(double value);

    private static List<double> Positive(IEnumerable<double> values) =>
        [.. values.Where(value => value > 0 && double.IsFinite(value))];

    private static IEnumerable<double> Multiples(double step, double first, double last)
    {
        for (var i = first; i <= last; i++)
            yield return double.Round(i * step, 9);
    }

    /// <summary>All between that have one digit, and that one of those.</summary>
    private static List<double> Rounds(double from, double to, double[] digits)
    {
        var (first, last) = (Math.Floor(Math.Log10(from)), Math.Ceiling(Math.Log10(to)));
        return
        [
            .. Multiples(1, first, last)
                .SelectMany(power => digits.Select(digit => digit * Math.Pow(10, power)))
                .Where(value => value >= from * 0.999 && value <= to * 1.001),
        ];
    }

    private static List<double> Thinned(List<double> ticks)
    {
        var each = (ticks.Count + TicksMax - 1) / TicksMax;
        return [.. ticks.Where((_, i) => i % each == 0)];
    }

    /// <summary>The nearest of 1, 2 and 5, and their like with more digits, not below it.</summary>
    private static double RoundUp(double value)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(value) + 1e-9));
        var digit = (value / power) - 1e-9;
        return power
            * (
                digit <= 1 ? 1
                : digit <= 2 ? 2
                : digit <= 5 ? 5
                : 10
            );
    }

    private static double RoundDown(double value)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(value) + 1e-9));
        var digit = (value / power) + 1e-9;
        return power
            * (
                digit >= 5 ? 5
                : digit >= 2 ? 2
                : 1
            );
    }

    private sealed record LinearScale(double From, double To, IReadOnlyList<double> Ticks)
        : Scale(From, To, Ticks)
    {
        protected override double Bend(double value) => value;
    }

    private sealed record LogarithmicScale(double From, double To, IReadOnlyList<double> Ticks)
        : Scale(From, To, Ticks)
    {
        protected override double Bend(double value) => Math.Log(double.Max(value, From));
    }
}
