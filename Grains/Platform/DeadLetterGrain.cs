using Orleans.Concurrency;

namespace Commerce.Platform;

[GrainType("dead-letters"), StatelessWorker]
public sealed class DeadLetterGrain(IDeadLettersPort letters) : Grain, IDeadLetterGrain
{
    public Task<DeadLetterPage> GetPage(int limit, string? after) => letters.Page(limit, after);

    /// <summary>Only who writes a row's part may make the row anew.</summary>
    public async Task<Outcome<DeadLetter>> Redeliver(string view, long position) =>
        await letters.PartOf(view, position) is { } part
            ? await GrainFactory.Projection(part).Redeliver(view, position)
            : DeadLetterRejections.NotFound;
}
