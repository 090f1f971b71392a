using System.Text.Json;
using Commerce.Accounts;
using Commerce.Http;
using Commerce.Privacy;
using Commerce.Shopping;
using Commerce.SignIn;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Refusal = Commerce.Shopping.Refusal;

namespace Commerce.Customers.Pages;

/// <summary>What customers agree to, and ask for by right.</summary>
internal static class PrivacyPages
{
    public const string Address = "/account/privacy";
    public const string Consent = Address + "/consents";
    public const string Export = Address + "/exports";
    public const string Erasure = Address + "/erasure";

    /// <summary>Where those come to who have no account any more.</summary>
    public const string Closed = "/account/closed";

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet(
            Address,
            (PrivacyForms forms, HttpContext http, string? done, string? export) =>
                forms.Show(http, AccountForm.Empty with { IsDone = done is not null }, export)
        );
        pages.MapPost(Consent, Say);
        pages.MapPost(Export, AskExport).SignsInAnew(Address);
        pages.MapGet($"{Export}/{{id}}", ReadExport);
        pages.MapGet($"{Export}/{{id}}/file", SaveExport);
        pages
            .MapGet(Erasure, IResult () => new HtmlPage<ErasurePage>(AccountForm.Empty))
            .SignsInAnew(Erasure);
        pages.MapPost(Erasure, Erase).SignsInAnew(Erasure);
    }

    private static async Task<IResult> Say(
        PostedForm form,
        HttpContext http,
        Consents consents,
        PrivacyForms forms
    )
    {
        var request = new ConsentRequest(
            form["purpose"],
            form["version"],
            form["granted"] is "yes"
        );
        var said = await consents.Say(http.Request.Customer(), request);
        return said.IsAccepted
            ? HtmlPage.Redirect(Address + AccountPages.Done)
            : await forms.Refuse(http, said.Rejection);
    }

    private static async Task<IResult> AskExport(
        PostedForm form,
        HttpContext http,
        IGrainFactory grains,
        PrivacyForms forms
    )
    {
        var key = form.Key.Length > 0 ? form.Key : null;
        var asked = await grains.Privacy(http.Request.Customer()).AskExport(key);
        return asked.IsAccepted
            ? HtmlPage.Redirect($"{Address}?export={asked.Value.Id}")
            : await forms.Refuse(http, asked.Rejection);
    }

    private static async Task<IResult> ReadExport(
        ExportId id,
        HttpContext http,
        PersonalData data,
        IOptions<JsonOptions> json
    ) =>
        (await data.Read(http.Request.Customer(), id, http.RequestAborted)).Match(
            known => new HtmlPage<ExportPage>(
                JsonSerializer.SerializeToNode(known, json.Value.SerializerOptions)!
            )
        );

    private static async Task<IResult> SaveExport(
        ExportId id,
        HttpContext http,
        PersonalData data
    ) =>
        (await data.Read(http.Request.Customer(), id, http.RequestAborted)).Match(known =>
        {
            http.Response.Headers.ContentDisposition = "attachment; filename=\"my-data.json\"";
            return new Answer<PersonalBody>(known) { TellsTheTime = true };
        });

    private static async Task<IResult> Erase(
        HttpContext http,
        Erasures erasures,
        BrowserSessions sessions
    )
    {
        var asked = await erasures.Ask(http.Request.Customer(), ErasureCause.Customer);
        if (!asked.IsAccepted)
        {
            return AccountForm.Empty.Again<ErasurePage>(asked.Rejection, http, again => again);
        }

        await sessions.End(http);
        return HtmlPage.Redirect(Closed);
    }
}

/// <summary>Shows the page of what customers agree to, and ask for by right.</summary>
internal sealed class PrivacyForms(IGrainFactory grains, IdGenerator ids)
{
    /// <param name="export">What they have just asked for.</param>
    public async Task<IResult> Show(
        HttpContext http,
        AccountForm form,
        string? export = null,
        int status = StatusCodes.Status200OK
    )
    {
        var customer = http.Request.Customer();
        var told = await grains.Customer(customer).GetBelongings();
        if (!told.IsAccepted)
            return told.Rejection.ToProblem();

        var asked = ExportId.TryParse(export, provider: null, out var id)
            ? await grains.Privacy(customer).GetExport(id)
            : PrivacyRejections.NoExport;
        return new HtmlPage<PrivacyPage>(
            new PrivacyModel(
                [.. ConsentAsked.All(Consents.Newest(told.Value.Consents))],
                asked.IsAccepted ? asked.Value : null,
                ids.New("req"),
                form
            ),
            status
        );
    }

    public Task<IResult> Refuse(HttpContext http, Rejection rejection) =>
        Show(http, AccountForm.Empty.Mark(rejection), status: Refusal.StatusOf(rejection, http));
}

/// <param name="Export">What they may read, if they have just asked.</param>
/// <param name="Key">The form's own: sent twice, it asks once.</param>
public sealed record PrivacyModel(
    IReadOnlyList<ConsentAsked> Consents,
    ExportTold? Export,
    string Key,
    AccountForm Form
);
