using System.Collections.Concurrent;
using System.Text.Json;
using Commerce.Http;
using Commerce.Inventory;
using Commerce.Secrets;

namespace Commerce.FlashSales;

/// <summary>
/// What every route of this process knows of the sales that are not over, without asking a grain:
/// it finds them in their list, and follows each.
/// </summary>
internal sealed partial class SaleBoard(
    IGrainFactory grains,
    Sealer sealer,
    SaleSecretsMaker secrets,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    ILogger<SaleBoard> log
) : BackgroundService
{
    private const string View = "flash-sales";
    private const string Open = "open";
    private const int PageMax = 200;

    private static readonly TimeSpan LookPeriod = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<SaleId, SaleFollower> _followed = new();

    /// <summary>A sale that is not over; <c>null</c>: none such is known here.</summary>
    public SaleSeen? Find(SaleId id) => _followed.GetValueOrDefault(id)?.Seen;

    /// <summary>
    /// The sale that sells a SKU, from when it is armed until it ends, <c>null</c> for none. Of
    /// several the one that is on, or begins first.
    /// </summary>
    public SaleSeen? Of(Sku sku)
    {
        SaleSeen? first = null;
        foreach (var seen in AllOf(sku))
        {
            if (first is null || seen.Sale.StartsAt < first.Sale.StartsAt)
                first = seen;
        }

        return first;
    }

    /// <summary>All of them.</summary>
    public IEnumerable<SaleSeen> AllOf(Sku sku)
    {
        var now = time.GetUtcNow();
        foreach (var (_, follower) in _followed)
        {
            if (
                follower.Seen is { } seen
                && seen.StateAt(now)
                    is SaleState.Armed
                        or SaleState.Prequeue
                        or SaleState.Live
                        or SaleState.Paused
                && seen.Sale.Terms.Items.Any(item => item.Sku == sku)
            )
                yield return seen;
        }
    }

    /// <summary>Whether there is no sale that is not over.</summary>
    public bool IsEmpty => _followed.IsEmpty;

    /// <summary>Whether a SKU is there only to be asked for by what is no person.</summary>
    public bool IsBait(Sku sku)
    {
        foreach (var (_, follower) in _followed)
        {
            if (follower.Seen is { Sale.Terms.Honeypot: { } honeypot } && honeypot == sku)
                return true;
        }

        return false;
    }

    /// <summary>What this frontend counts of a sale; <c>null</c>: it follows none such.</summary>
    public SaleCounts? CountsOf(SaleId id) => _followed.GetValueOrDefault(id)?.Counts;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(
            stoppingToken,
            lifetime.ApplicationStopping
        );
        await lifetime.Started(stop.Token);
        var followers = new List<Task>();
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await foreach (var id in ListOpen())
                {
                    if (!_followed.ContainsKey(id))
                    {
                        followers.Add(Follow(id, stop.Token));
                    }
                }
            }
#pragma warning disable CA1031 // The edge of the process: whatever failed is tried again.
            catch (Exception e) when (!stop.IsCancellationRequested)
#pragma warning restore CA1031
            {
                ListFailed(log, e.Message);
            }

            followers.RemoveAll(each => each.IsCompleted);
            await Task.Delay(LookPeriod, time, stop.Token)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await Task.WhenAll(followers);
    }

    private async Task Follow(SaleId id, CancellationToken stop)
    {
        var follower = new SaleFollower(id, grains, sealer, secrets, time, log);
        _followed[id] = follower;
        await follower.Run(stop);
        _followed.TryRemove(id, out _);
    }

    private async IAsyncEnumerable<SaleId> ListOpen()
    {
        string? after = null;
        do
        {
            var page = await grains.View(View).GetPage(Open, PageMax, after);
            if (!page.IsAccepted)
                break;

            foreach (var row in page.Value.Rows)
            {
                yield return JsonSerializer
                    .Deserialize(row.Span, FlashSaleRowJson.Default.FlashSaleRow)!
                    .Id;
            }

            after = page.Value.Next;
        } while (after is not null);
    }

    [LoggerMessage(LogLevel.Warning, "The sales that are open could not be listed: {Why}")]
    private static partial void ListFailed(ILogger log, string why);
}
