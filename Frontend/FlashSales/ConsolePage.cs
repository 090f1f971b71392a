using System.Globalization;
using Commerce.Http;
using Commerce.Inventory;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Commerce.FlashSales;

/// <summary>The page of one sale, and what its forms may come back with.</summary>
internal sealed class ConsolePage(IGrainFactory grains, SaleSights sights, TimeProvider time)
{
    public const string Home = "/console";

    /// <summary>How a moment is typed: UTC, with or without seconds.</summary>
    private static readonly string[] Moments = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"];

    public static string To(SaleId id) => $"{Home}/{id}";

    public static DateTimeOffset? Moment(string text) =>
        DateTimeOffset.TryParseExact(
            text,
            Moments,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var moment
        )
            ? moment
            : null;

    public static string Typed(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString(Moments[1], CultureInfo.InvariantCulture);

    /// <summary>The sale as it is, and what became of the form that was sent about it.</summary>
    /// <param name="form">What was typed, which is kept.</param>
    public async Task<IResult> Show(
        SaleId id,
        string? done = null,
        Problem? problem = null,
        IFormCollection? form = null
    )
    {
        var seen = await sights.Find(id);
        if (!seen.IsAccepted)
            return seen.Rejection.ToProblem();

        var (sale, now) = (seen.Value.Sale, time.GetUtcNow());
        var levels = await Task.WhenAll(
            sale.Terms.Items.Select(item => grains.Stock(item.Sku).GetLevel())
        );
        var model = new ConsoleSale(
            sale,
            sale.StateAt(now),
            SaleFigures.Of(seen.Value, now),
            [
                .. sale
                    .Terms.Items.Zip(levels)
                    .Where(each => each.Second.Value.Frozen)
                    .Select(each => each.First.Sku),
            ],
            name => form?[name].ToString() is { Length: > 0 } typed ? typed : null
        );
        return new RazorComponentResult<Pages.ConsoleSalePage>(
            new
            {
                Model = model,
                Done = Say(done),
                Problem = problem?.Detail,
            }
        )
        {
            StatusCode = problem?.Status ?? StatusCodes.Status200OK,
        };
    }

    /// <summary>Why a step was not taken; what its state does not allow, as the page says
    /// it.</summary>
    public async Task<Problem> WhyNot(SaleId id, SaleStep step, Rejection rejection)
    {
        var told = await grains.Sale(id).Get();
        var problem = rejection.ToProblem();
        var detail =
            rejection.Code is "invalid_transition"
            && told.IsAccepted
            && told.Value.StateAt(time.GetUtcNow()) is var state
            && !SaleSteps.Allows(state, step)
                ? SaleSteps.WhyNot(state, step)
                : $"{rejection.Detail}{Facts(rejection)}";
        return new(problem.Status, problem.Code, detail);
    }

    /// <summary>What is known beside a refusal: which SKU has how many units.</summary>
    private static string Facts(Rejection rejection)
    {
        var data = rejection.Data.IsDefault ? [] : rejection.Data;
        var facts = data.Where(each => each.Pointer is null)
            .Select(each => $"{each.Name}: {each.Text ?? $"{each.Number}"}")
            .ToList();
        return facts.Count == 0 ? "" : $" ({string.Join(", ", facts)})";
    }

    private static string? Say(string? done) =>
        done switch
        {
            "create" => "Drafted. Schedule it when all is as it should be.",
            "edit" => "Changed.",
            "schedule" => "Scheduled: its units are set apart.",
            "arm" => "Armed: it is committed to the seed of its draw.",
            "start" => "Started.",
            "pause" => "Paused: nobody is let in and nobody can hold. Who holds units may pay.",
            "pause-hard" => "Paused, payments too. What is held is held longer by as much.",
            "resume" => "It goes on.",
            "stop" => "Stopped. Who holds units may still pay for them.",
            "extend" => "Extended.",
            "cancel" => "Cancelled. Its units go back.",
            "admission" => "From now on people are let in at this rate.",
            "block" => "Kept out.",
            "unblock" => "Let in again.",
            "freeze" => "Frozen: nobody can hold it.",
            "unfreeze" => "For sale again.",
            _ => null,
        };
}

/// <summary>A sale as its page in the console shows it.</summary>
/// <param name="Frozen">Items that nobody can hold.</param>
/// <param name="Typed">What was typed into a field before the page came back.</param>
public sealed record ConsoleSale(
    SaleTold Sale,
    SaleState State,
    LiveBody Live,
    IReadOnlyList<Sku> Frozen,
    Func<string, string?> Typed
)
{
    public string Address => ConsolePage.To(Sale.Id);
}
