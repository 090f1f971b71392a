using System.Collections.Frozen;
using Commerce.Secrets;

namespace Commerce.FlashSales;

/// <summary>
/// Keeps what this process knows of one sale up to date, arms it when that is due, and opens the
/// seed of its draw.
/// </summary>
internal sealed partial class SaleFollower(
    SaleId id,
    IGrainFactory grains,
    Sealer sealer,
    SaleSecretsMaker secrets,
    TimeProvider time,
    ILogger log
)
{
    /// <summary>Less than what is still fresh: see <see cref="SaleSeen"/>.</summary>
    private static readonly TimeSpan RoomPatience = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan SalePatience = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Nobody tells a frontend that runs alone that a silo died: it asks again by itself.
    /// </summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Backoff = TimeSpan.FromMilliseconds(250);

    private readonly Lock _lock = new();
    private readonly JoinRate _joins = new();
    private SaleTold? _sale;
    private RoomTold _room = SaleSeen.NoRoom;
    private byte[]? _wrappedKey;
    private SaleKey? _key;
    private FrozenSet<string> _blocked = FrozenSet<string>.Empty;
    private DateTimeOffset _heardAt;
    private volatile SaleSeen? _seen;

    public SaleCounts Counts { get; } = new();

    public SaleSeen? Seen => _seen;

    /// <summary>Until the sale is over and done with.</summary>
    public async Task Run(CancellationToken stop) =>
        await Task.WhenAll(
            Repeat(() => FollowSale(stop), stop),
            Repeat(() => FollowRoom(stop), stop)
        );

    private bool IsOver => _sale?.Stage is SaleStage.Settled or SaleStage.Cancelled;

    private async Task Repeat(Func<Task> follow, CancellationToken stop)
    {
        var isFailing = false;
        while (!IsOver && !stop.IsCancellationRequested)
        {
            try
            {
                await follow();
                isFailing = false;
            }
#pragma warning disable CA1031 // The edge of the process: whatever failed is tried again.
            catch (Exception e) when (!stop.IsCancellationRequested)
#pragma warning restore CA1031
            {
                if (!isFailing)
                {
                    FollowFailed(log, id, e);
                }

                isFailing = true;
                await Task.Delay(Backoff, time, stop)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task FollowSale(CancellationToken stop)
    {
        var grain = grains.Sale(id);
        var told = _sale is { } known
            ? await Within(Patience(known), grain.Await(known.Version, Patience(known), stop))
            : await grain.Get();
        var sale = told.IsAccepted
            ? told.Value
            : throw new InvalidOperationException($"{id}: {told.Rejection.Detail}");
        if (IsToBeArmed(sale))
        {
            var armed = await grain.Arm(secrets.Make());
            sale = armed.IsAccepted ? armed.Value : sale;
        }

        if (_key is null && sale.Commit is not null && await grain.GetSubjectKey() is { } wrapped)
        {
            _wrappedKey = [.. wrapped];
            _key = new(sealer.OpenKey(_wrappedKey));
        }

        if (_key is { } key && (_sale is null || sale.Version != _sale.Version))
        {
            _blocked = sale.Blocked.Select(key.TicketOf).ToFrozenSet(StringComparer.Ordinal);
        }

        Keep(() => _sale = sale);
    }

    private async Task FollowRoom(CancellationToken stop)
    {
        if (_sale is not { Commit: not null } sale)
        {
            await Task.Delay(Backoff, time, stop);
            return;
        }

        var report = Counts.Take();
        var told = await Within(
            RoomPatience,
            grains.Room(id).Follow(_room.News, report, RoomPatience, stop)
        );
        Keep(() => (_room, _heardAt) = (told, time.GetUtcNow()));
        if (told is { Root: not null, Seed: null } && _wrappedKey is { } key)
        {
            await grains.Room(id).Reveal(sealer.Open(sale.SealedSeed!, key));
        }
    }

    private Task<T> Within<T>(TimeSpan patience, Task<T> asked)
    {
        // Of one that is given up here nobody waits for what becomes of it: it is asked for anew.
        asked.Ignore();
        return asked.WaitAsync(patience + Grace, time);
    }

    private void Keep(Action change)
    {
        lock (_lock)
        {
            change();
            if (_sale is { } sale)
            {
                _seen = new(sale, _room, _key, _blocked, _joins, _heardAt);
            }
        }
    }

    private bool IsToBeArmed(SaleTold sale) =>
        sale is { Stage: SaleStage.Scheduled, Quota: true, StartsAt: { } startsAt, EndsAt: var end }
        && startsAt - SaleSchedule.ArmsBefore <= time.GetUtcNow()
        && time.GetUtcNow() < end;

    /// <summary>No longer than until it is to be armed.</summary>
    private TimeSpan Patience(SaleTold sale)
    {
        if (sale is not { Stage: SaleStage.Scheduled, StartsAt: { } startsAt })
            return SalePatience;

        var left = startsAt - SaleSchedule.ArmsBefore - time.GetUtcNow();
        return left < SalePatience && left > TimeSpan.Zero ? left : SalePatience;
    }

    /// <summary>Once for each time in which it fails.</summary>
    [LoggerMessage(LogLevel.Warning, "The sale {Sale} could not be followed.")]
    private static partial void FollowFailed(ILogger log, SaleId sale, Exception exception);
}
