using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.EventProcessors;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Filters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using BenchmarkDotNet.Validators;
using Perfolizer.Horology;

namespace Commerce.LoadTests.Micro;

/// <summary>Runs benchmarks, and tells what came of them.</summary>
internal static class Benchmarks
{
    /// <summary>
    /// In this process: its runtime is set up as the store's is, and a program that is generated
    /// would be built again with all that it measures.
    /// </summary>
    private static Job Short { get; } =
        Job
            .Default.WithToolchain(new InProcessEmitToolchain(logOutput: true))
            .WithId("Short")
            .WithMinInvokeCount(1)
            .WithWarmupCount(5)
            .WithIterationCount(5)
            .WithIterationTime(TimeInterval.FromMilliseconds(200));

    /// <summary>Whether none failed.</summary>
    /// <param name="isAsked">By <c>Class.Method</c>.</param>
    /// <param name="artifacts">A folder for BenchmarkDotNet's log and reports.</param>
    public static bool Run(Func<string, bool> isAsked, string artifacts, TextWriter output)
    {
        var config = ManualConfig
            .CreateEmpty()
            .AddJob(Short)
            .AddFilter(new SimpleFilter(each => isAsked(NameOf(each))))
            .AddDiagnoser(new MemoryDiagnoser(new(displayGenColumns: false)))
            .AddColumnProvider(
                new SimpleColumnProvider(TargetMethodColumn.Method),
                DefaultColumnProviders.Params,
                new SimpleColumnProvider(
                    StatisticColumn.Mean,
                    StatisticColumn.Error,
                    StatisticColumn.OperationsPerSecond,
                    BaselineRatioColumn.RatioMean,
                    new CommitColumn("Events/commit", (size, _) => size),
                    new CommitColumn("Commits/s", (size, events) => events / size)
                ),
                DefaultColumnProviders.Metrics
            )
            .AddLogger(NullLogger.Instance) // There is a file, too.
            .AddExporter(MarkdownExporter.GitHub)
            .AddValidator(JitOptimizationsValidator.FailOnError)
            .AddEventProcessor(new Progress())
            .WithArtifactsPath(artifacts);
        var runs = Subjects
            .Classes.Select(type => BenchmarkConverter.TypeToBenchmarks(type, config))
            .Where(run => run.BenchmarksCases.Length > 0)
            .ToArray();
        var summaries = BenchmarkRunner.Run(runs);
        foreach (var summary in summaries)
            Write(summary, output);

        return summaries.All(each =>
            !each.HasCriticalValidationErrors && each.Reports.All(report => report.Success)
        );
    }

    private static string NameOf(BenchmarkCase benchmark) =>
        $"{benchmark.Descriptor.Type.Name}.{benchmark.Descriptor.WorkloadMethod.Name}";

    private static void Write(Summary summary, TextWriter output)
    {
        var type = summary.BenchmarksCases[0].Descriptor.Type;
        var columns = summary.Table.Columns.Where(each => each.NeedToShow).ToList();
        output.WriteLine($"\n{type.Name}: {Subjects.Describe(type)}\n");
        output.WriteLine(Row(column => column.Header));
        for (var i = 0; i < summary.Table.FullContent.Length; i++)
            output.WriteLine(Row(column => column.Content[i]));

        string Row(Func<SummaryTable.SummaryTableColumn, string> text) =>
            string.Join("  ", columns.Select(each => text(each).PadLeft(each.Width)));
    }

    /// <summary>Says what is being measured.</summary>
    private sealed class Progress : EventProcessor
    {
        public override void OnStartRunBenchmark(BenchmarkCase benchmarkCase) =>
            Console.Error.WriteLine(
                $"{NameOf(benchmarkCase)} {benchmarkCase.Parameters.PrintInfo}".TrimEnd()
            );
    }
}
