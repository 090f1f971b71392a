using Commerce.Http;
using Commerce.Ops;

namespace Commerce.FlashSales;

/// <summary>What operators do with a sale by a form.</summary>
internal static class ConsoleForms
{
    private static Problem NoMoment { get; } =
        new(
            StatusCodes.Status422UnprocessableEntity,
            "invalid_schedule",
            "Write a moment as 2026-11-27T18:00, in UTC."
        );

    private static Problem NoRate { get; } =
        new(
            StatusCodes.Status422UnprocessableEntity,
            "admission_out_of_range",
            "Write how many people are let in each second, 0 to 100,000; nothing lets the store "
                + "find out."
        );

    private static Problem NoSku { get; } =
        new(
            StatusCodes.Status422UnprocessableEntity,
            "invalid_sku",
            "This SKU is not one of the sale's."
        );

    public static void Map(IEndpointRouteBuilder sale)
    {
        sale.MapPost("/schedule", Schedule);
        sale.MapStep("/arm", SaleSteps.Arm, (grain, _, made) => grain.Arm(made.Make()));
        sale.MapStep("/start", SaleSteps.Start, (grain, _, _) => grain.Start(null));
        sale.MapStep(
            "/pause",
            SaleSteps.Pause,
            (grain, form, _) => grain.Pause(IsHard(form), null)
        );
        sale.MapStep("/resume", SaleSteps.Resume, (grain, _, _) => grain.Resume(null));
        sale.MapStep("/stop", SaleSteps.Stop, (grain, _, _) => grain.Stop(null));
        sale.MapStep("/cancel", SaleSteps.Cancel, (grain, _, _) => grain.Cancel(null));
        sale.MapPost("/extend", Extend);
        sale.MapPost("/admission", Admit);
        sale.MapPost("/owners", Block);
        sale.MapPost("/freeze", Freeze);
        sale.MapPost("/rehearse", Rehearse);
    }

    private static async Task<IResult> Rehearse(
        SaleId id,
        HttpRequest form,
        ConsolePage page,
        Rehearsals rehearsals
    )
    {
        if (
            OpsPage.Number(form.Text("shoppers"))
            is not (>= 1 and <= Rehearsals.ShoppersMax and var shoppers)
        )
            return await page.Show(
                id,
                problem: SaleRejections.ShoppersOutOfRange(Rehearsals.ShoppersMax).ToProblem(),
                form: form.Form
            );

        var begun = await rehearsals.Begin(id, (int)shoppers);
        return begun.IsAccepted
            ? OpsPage.See(ConsolePage.To(begun.Value.Id))
            : await page.Show(id, problem: begun.Rejection.ToProblem(), form: form.Form);
    }

    private static bool IsHard(HttpRequest form) => form.Text("hard") is "true";

    private static void MapStep(
        this IEndpointRouteBuilder sale,
        string route,
        SaleStep step,
        Func<ISaleGrain, HttpRequest, SaleSecretsMaker, Task<Outcome<SaleTold>>> take
    ) =>
        sale.MapPost(
            route,
            (
                SaleId id,
                HttpRequest form,
                ConsolePage page,
                IGrainFactory grains,
                SaleSecretsMaker secrets
            ) => Take(id, step, form, page, take(grains.Sale(id), form, secrets))
        );

    private static async Task<IResult> Take(
        SaleId id,
        SaleStep step,
        HttpRequest form,
        ConsolePage page,
        Task<Outcome<SaleTold>> taking
    )
    {
        var taken = await taking;
        if (!taken.IsAccepted)
        {
            var problem = await page.WhyNot(id, step, taken.Rejection);
            return await page.Show(id, problem: problem, form: form.Form);
        }

        var done = step == SaleSteps.Pause && IsHard(form) ? "pause-hard" : step.Name;
        return OpsPage.See($"{ConsolePage.To(id)}?done={done}");
    }

    private static Task<IResult> Schedule(
        SaleId id,
        HttpRequest form,
        ConsolePage page,
        IGrainFactory grains
    ) =>
        (ConsolePage.Moment(form.Text("startsAt")), ConsolePage.Moment(form.Text("endsAt")))
            is ({ } startsAt, { } endsAt)
            ? Take(
                id,
                SaleSteps.Schedule,
                form,
                page,
                grains.Sale(id).Schedule(startsAt, endsAt, expected: null)
            )
            : page.Show(id, problem: NoMoment, form: form.Form);

    private static Task<IResult> Extend(
        SaleId id,
        HttpRequest form,
        ConsolePage page,
        IGrainFactory grains
    ) =>
        ConsolePage.Moment(form.Text("extendTo")) is { } endsAt
            ? Take(id, SaleSteps.Extend, form, page, grains.Sale(id).Extend(endsAt, expected: null))
            : page.Show(id, problem: NoMoment, form: form.Form);

    private static async Task<IResult> Admit(
        SaleId id,
        HttpRequest form,
        ConsolePage page,
        IGrainFactory grains
    )
    {
        var (text, number) = (form.Text("perSecond"), OpsPage.Number(form.Text("perSecond")));
        if (text.Length > 0 && number is not (>= 0 and <= AdmissionRule.PerSecondMax))
            return await page.Show(id, problem: NoRate, form: form.Form);

        var set = await grains.Sale(id).SetAdmission(new((int?)number), expected: null);
        return await Tell(id, "admission", set, page, form);
    }

    private static async Task<IResult> Block(
        SaleId id,
        HttpRequest form,
        ConsolePage page,
        IGrainFactory grains
    )
    {
        var isBlocked = form.Text("blocked") is "true";
        var set = await grains.Sale(id).Block(form.Text("owner"), isBlocked);
        return await Tell(id, isBlocked ? "block" : "unblock", set, page, form);
    }

    private static async Task<IResult> Freeze(
        SaleId id,
        HttpRequest form,
        ConsolePage page,
        IGrainFactory grains
    )
    {
        var told = await grains.Sale(id).Get();
        if (!told.IsAccepted)
            return told.Rejection.ToProblem();
        if (
            told.Value.Terms.Items.FirstOrDefault(each => each.Sku.Value == form.Text("sku"))
            is not { Sku: var sku }
        )
            return await page.Show(id, problem: NoSku, form: form.Form);

        var isFreezing = form.Text("frozen") is "true";
        var frozen = await grains.Stock(sku).Freeze(isFreezing, $"sale {id}");
        return await Tell(id, isFreezing ? "freeze" : "unfreeze", frozen, page, form);
    }

    private static async Task<IResult> Tell<T>(
        SaleId id,
        string done,
        Outcome<T> outcome,
        ConsolePage page,
        HttpRequest form
    ) =>
        outcome.IsAccepted
            ? OpsPage.See($"{ConsolePage.To(id)}?done={done}")
            : await page.Show(id, problem: outcome.Rejection.ToProblem(), form: form.Form);
}
