using System.Collections.Immutable;
using Commerce.EventSourcing;

namespace Commerce.Platform;

[GrainType("audit")]
public sealed class AuditGrain(AggregateRuntime runtime)
    : AggregateGrain<Audit, AuditEvent>(runtime),
        IAuditGrain
{
    protected override SnapshotFormat<Audit> SnapshotFormat { get; } =
        new(AuditJson.Default.Audit, Fold: 1, _ => 1);

    public Task Note(AuditEntry entry) => Settle((audit, now) => audit.Note(entry, now));

    public async Task<ImmutableArray<AuditRecord>> GetPage(long? before, int limit)
    {
        var last = long.Min(Version, (before ?? long.MaxValue) - 1);
        var records = new List<AuditRecord>();
        await foreach (var (happened, recorded) in History(long.Max(0, last - limit)))
        {
            if (recorded.Version > last)
                break;

            var noted = (AuditEvent.Noted)happened;
            records.Insert(0, new(recorded.Version, recorded.At, noted.Entry, noted.Hash));
        }

        return [.. records];
    }

    public async Task<AuditCheck> Check()
    {
        var audit = Audit.Initial;
        long? broken = null;
        await foreach (var (happened, recorded) in History(after: 0))
        {
            if (!audit.IsFollowedBy((AuditEvent.Noted)happened, recorded.At))
                broken ??= recorded.Version;

            audit = audit.Evolve(happened, recorded.At);
        }

        return new(audit.Count, broken, audit.Hash);
    }
}
