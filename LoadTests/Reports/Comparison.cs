namespace Commerce.LoadTests.Reports;

/// <summary>What became better, worse, or neither from one report to another.</summary>
public sealed record Comparison(bool IsWorse)
{
    public static Comparison Of(Report before, Report after) =>
        new(after.Tracks[0].Result.Rate < before.Tracks[0].Result.Rate);

    public void Write(TextWriter writer) => writer.WriteLine(IsWorse ? "worse" : "not worse");
}
