namespace Commerce.LoadTests.Measuring;

/// <summary>What one trial measured.</summary>
/// <param name="Operations">Meant to start within the measured span.</param>
/// <param name="Failed">Those of them that failed.</param>
/// <param name="Rate">Operations that succeeded each second.</param>
/// <param name="Latency">Of operations that succeeded, from their intended start.</param>
/// <param name="Distribution">The same, as a histogram.</param>
/// <param name="Steps">Of named steps of an operation, in the order of their names.</param>
/// <param name="Answers">HTTP answers by status and code, and the kinds of broken requests.</param>
/// <param name="Errors">What the failed ones failed of, the most frequent first.</param>
/// <param name="Seconds">One after the other, warm-up too.</param>
public sealed record Measurement(
    long Operations,
    long Failed,
    double Rate,
    Percentiles Latency,
    IReadOnlyList<Bucket> Distribution,
    IReadOnlyList<StepTold> Steps,
    IReadOnlyDictionary<string, long> Answers,
    IReadOnlyList<ErrorTold> Errors,
    IReadOnlyList<Second> Seconds
)
{
    /// <summary>From 0 to 1; a trial that measured nothing failed as a whole.</summary>
    public double ErrorRate => Operations == 0 ? 1 : (double)Failed / Operations;

    /// <summary>Requests that were answered, or broke.</summary>
    public long Requests => Answers.Values.Sum();

    /// <param name="length">Of the measured span.</param>
    public static Measurement Of(Counts counts, TimeSpan length, IReadOnlyList<Second> seconds) =>
        new(
            counts.Latency.TotalCount + counts.Failed,
            counts.Failed,
            counts.Completed / length.TotalSeconds,
            Percentiles.Of(counts.Latency),
            counts.Latency.Buckets(),
            [
                .. counts
                    .Steps.OrderBy(step => step.Key, StringComparer.Ordinal)
                    .Select(step => new StepTold(
                        step.Key,
                        step.Value.TotalCount,
                        Percentiles.Of(step.Value)
                    )),
            ],
            counts.Answers,
            [
                .. counts
                    .Errors.OrderByDescending(error => error.Value)
                    .Select(error => new ErrorTold(error.Key.Step, error.Key.Kind, error.Value)),
            ],
            seconds
        );
}

/// <param name="Count">How often it was answered well.</param>
public sealed record StepTold(string Name, long Count, Percentiles Latency);

/// <param name="Step">The step that was answered so; the operation failed with it.</param>
/// <param name="Kind">Status and code, as <c>503 overloaded</c>, or how the request broke.</param>
public sealed record ErrorTold(string Step, string Kind, long Count);
