using System.Runtime.InteropServices;
using HdrHistogram;

namespace Commerce.LoadTests.Measuring;

/// <summary>
/// What was counted of a measured span; that of several generators is added up. Not to be used by
/// several threads at once.
/// </summary>
public sealed class Counts
{
    private readonly Dictionary<string, long> _answers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LongHistogram> _steps = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Step, string Kind), long> _errors = [];

    /// <summary>Of operations that succeeded, in microseconds.</summary>
    public LongHistogram Latency { get; } = Latencies.New();

    /// <summary>Operations that succeeded within the span, whenever they began.</summary>
    public long Completed { get; set; }

    public long Failed { get; set; }

    /// <summary>Answers by kind.</summary>
    public IReadOnlyDictionary<string, long> Answers => _answers;

    /// <summary>Latencies of named steps, of those that were answered well.</summary>
    public IReadOnlyDictionary<string, LongHistogram> Steps => _steps;

    /// <summary>What operations failed of: the step, and its answer.</summary>
    public IReadOnlyDictionary<(string Step, string Kind), long> Errors => _errors;

    public void Answered(string kind, long times = 1) =>
        CollectionsMarshal.GetValueRefOrAddDefault(_answers, kind, out _) += times;

    public void Erred(string step, string kind, long times = 1) =>
        CollectionsMarshal.GetValueRefOrAddDefault(_errors, (step, kind), out _) += times;

    public LongHistogram Step(string name)
    {
        ref var latency = ref CollectionsMarshal.GetValueRefOrAddDefault(_steps, name, out _);
        return latency ??= Latencies.New();
    }

    public void Add(Counts other)
    {
        Latency.Add(other.Latency);
        Completed += other.Completed;
        Failed += other.Failed;
        foreach (var (kind, count) in other.Answers)
            Answered(kind, count);
        foreach (var ((step, kind), count) in other.Errors)
            Erred(step, kind, count);
        foreach (var (name, latency) in other.Steps)
            Step(name).Add(latency);
    }
}
