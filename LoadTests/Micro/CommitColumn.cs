using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace Commerce.LoadTests.Micro;

/// <summary>What a benchmark of group commits tells besides time and memory.</summary>
/// <param name="name">The head of the column.</param>
/// <param name="of">From events a commit and events a second.</param>
internal sealed class CommitColumn(string name, Func<double, double, double> of) : IColumn
{
    public string Id => name;

    public string ColumnName => name;

    public bool AlwaysShow => false;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public string Legend => name;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase)
    {
        var appenders = (int)benchmarkCase.Parameters[nameof(GroupCommit.Appenders)];
        var size = benchmarkCase.Descriptor.Baseline
            ? appenders
            : GroupCommit.EventsInCommit.GetValueOrDefault(appenders, double.NaN);
        var events = 1e9 / summary[benchmarkCase]?.ResultStatistics?.Mean ?? double.NaN;
        return of(size, events).ToString("n0", CultureInfo.InvariantCulture);
    }

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) =>
        GetValue(summary, benchmarkCase);

    public bool IsAvailable(Summary summary) =>
        summary.BenchmarksCases.All(each => each.Descriptor.Type == typeof(GroupCommit));

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;
}
