using System.Globalization;
using Commerce.Inventory;

namespace Commerce.FlashSales;

/// <summary>
/// Rehearses a sale: the same terms on SKUs that are clones of its own, with stock of their own, so
/// that nothing of it is in real stock, and with shoppers who are none.
/// </summary>
internal sealed class Rehearsals(
    IGrainFactory grains,
    IdGenerator ids,
    SaleBoard board,
    IHostApplicationLifetime host,
    TimeProvider time,
    ILogger<RehearsalRun> log
)
{
    public const int ShoppersMax = 20_000;

    private const int NameMax = 120;
    public const string Reason = "rehearsal";

    /// <summary>In which virtual shoppers take their tickets.</summary>
    private static readonly TimeSpan Lead = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan LengthMax = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan CommandMax = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Begins a rehearsal and answers its sale, which is as good as any to look at. Rejected as the
    /// sale's own grain is.
    /// </summary>
    public async Task<Outcome<SaleTold>> Begin(SaleId id, int shoppers)
    {
        var told = await grains.Sale(id).Get();
        if (!told.IsAccepted)
            return told.Rejection;

        var (original, clone) = (told.Value.Terms, new SaleId(ids.New(SaleId.Prefix)));
        var name = $"Rehearsal: {original.Name}";
        var terms = original with
        {
            Name = name[..int.Min(name.Length, NameMax)],
            Items = [.. original.Items.Select((item, i) => item with { Sku = CloneOf(clone, i) })],
            Honeypot = null,
        };
        var drafted = await grains.Sale(clone).Rehearse(id, terms);
        if (!drafted.IsAccepted)
            return drafted.Rejection;

        foreach (var item in terms.Items)
        {
            await grains.Stock(item.Sku).Receive(Key("in"), item.Quantity, Reason);
        }

        var startsAt = Now + Lead;
        var scheduled = await grains
            .Sale(clone)
            .Schedule(startsAt, startsAt + LengthMax, expected: null);
        if (scheduled.IsAccepted)
        {
            var run = new RehearsalRun(scheduled.Value, shoppers, grains, board, time, log);
            _ = run.Play(host.ApplicationStopping);
        }

        return scheduled;
    }

    private DateTimeOffset Now => time.GetUtcNow();

    private MovementKey Key(string name) => new(name, Reason, new(Now + CommandMax));

    /// <summary>Named by the rehearsal, not by the SKU: nobody takes it for that.</summary>
    private static Sku CloneOf(SaleId clone, int item) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{Reason}.{clone.Value}.{item + 1}"));
}
