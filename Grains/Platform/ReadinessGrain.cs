using Commerce.EventSourcing;
using Orleans.Concurrency;

namespace Commerce.Platform;

// Reentrant: that one who asks waits for the store must not make others wait.
[GrainType("readiness"), StatelessWorker, Reentrant]
public sealed class ReadinessGrain(ISiloStatusOracle members, IJournal journal)
    : Grain,
        IReadinessGrain
{
    public async Task<string?> Lacks()
    {
        if (members.CurrentStatus != SiloStatus.Active)
            return "cluster";

        try
        {
            // Of a stream that nobody has: an index is looked at.
            await foreach (var _ in journal.Read("readiness/none", after: 0))
                break;
        }
        catch (JournalUnavailableException)
        {
            return "store";
        }

        return null;
    }
}
