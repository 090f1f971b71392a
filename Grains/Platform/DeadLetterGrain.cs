using Orleans.Concurrency;

namespace Commerce.Platform;

[GrainType("dead-letters"), StatelessWorker]
public sealed class DeadLetterGrain(IDeadLettersPort letters) : Grain, IDeadLetterGrain
{
    public Task<DeadLetterPage> GetPage(int limit, string? after) =>
        Task.FromResult(letters.Page(limit, after));

    public Task<Outcome<DeadLetter>> Redeliver(string view, long position) =>
        letters.Redeliver(view, position);
}
