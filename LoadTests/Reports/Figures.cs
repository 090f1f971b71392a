using System.Globalization;

namespace Commerce.LoadTests.Reports;

/// <summary>How people read figures: three digits and a unit that fits.</summary>
internal static class Figures
{
    public static string Count(double count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <param name="rate">A second.</param>
    public static string Rate(double rate) => $"{Number(rate)}/s";

    /// <param name="milliseconds">0, or no number: nothing was measured.</param>
    public static string Latency(double milliseconds) =>
        milliseconds switch
        {
            0 or double.NaN => "–",
            < 1 => $"{Number(milliseconds * 1_000)} µs",
            < 1_000 => $"{Number(milliseconds)} ms",
            _ => $"{Number(milliseconds / 1_000)} s",
        };

    /// <param name="share">From 0 to 1.</param>
    public static string Share(double share) =>
        share is > 0 and < 0.0001 ? "< 0.01 %" : $"{Number(share * 100)} %";

    public static string Memory(long bytes) => $"{Count(bytes / (double)(1 << 20))} MiB";

    /// <summary>A moment of a run, in the unit that gives it a whole number.</summary>
    public static string Time(double seconds) =>
        seconds switch
        {
            0 => "0",
            _ when seconds % 3_600 == 0 => $"{Number(seconds / 3_600)} h",
            _ when seconds % 60 == 0 => $"{Number(seconds / 60)} min",
            _ => $"{Number(seconds)} s",
        };

    public static string Number(double number) =>
        number.ToString(
            Math.Abs(number) switch
            {
                >= 100 => "#,0",
                >= 10 => "0.#",
                >= 1 => "0.##",
                _ => "0.###",
            },
            CultureInfo.InvariantCulture
        );
}
