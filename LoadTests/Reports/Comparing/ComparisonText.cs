using System.Globalization;

namespace Commerce.LoadTests.Reports.Comparing;

/// <summary>A comparison as people read it on a terminal.</summary>
public static class ComparisonText
{
    public static void Write(this Comparison comparison, TextWriter writer)
    {
        foreach (var line in Lines(comparison))
            writer.WriteLine(Plain(line));
    }

    private static IEnumerable<string> Lines(Comparison comparison)
    {
        foreach (var difference in comparison.Differences)
            yield return difference;

        var width = comparison.Changes.Max(change => change.Of.Length) + 2;
        yield return Row(width, "", "", "before", "after", "change", "");
        foreach (var change in comparison.Changes)
        {
            yield return Row(
                width,
                change.Of,
                change.Figure.Name,
                change.Figure.Tell(change.Before),
                change.Figure.Tell(change.After),
                Told(change.Effect),
                Told(change.Verdict)
            );
        }

        var counts = comparison.Changes.CountBy(change => change.Verdict).ToDictionary();
        yield return $"{counts.GetValueOrDefault(Verdict.Worse)} worse, "
            + $"{counts.GetValueOrDefault(Verdict.Better)} better, "
            + $"{counts.GetValueOrDefault(Verdict.Noise)} no more than noise "
            + "(of the measured seconds their median, of errors the mean; not judged is "
            + "what was not measured each second)";
    }

    private static string Row(
        int width,
        string of,
        string figure,
        string before,
        string after,
        string change,
        string verdict
    ) =>
        $"{of.PadRight(width)}{figure, -8}{before, 12}{after, 12}{change, 11}  {verdict}".TrimEnd();

    private static string Told(double effect) =>
        double.IsFinite(effect)
            ? effect.ToString("+0.0 %;-0.0 %;0.0 %", CultureInfo.InvariantCulture)
            : "from none";

    private static string Told(Verdict verdict) =>
        verdict switch
        {
            Verdict.Noise => "noise",
            Verdict.Better => "better",
            Verdict.Worse => "WORSE",
            Verdict.TooShort => "too short to tell",
            _ => "not judged",
        };

    /// <summary>A file that somebody sent gives the terminal no orders.</summary>
    private static string Plain(string text) =>
        string.Concat(text.Select(letter => char.IsControl(letter) ? '?' : letter));
}
