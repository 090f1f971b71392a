using System.Text.Json;
using Commerce.Accounts;
using Commerce.Http;
using Commerce.Secrets;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Commerce.Customers;

/// <summary>What customers say of themselves, and how they like the shop.</summary>
internal static class MeEndpoints
{
    private const int PreferencesMax = 50;
    private const int PreferenceNameMax = 64;
    private const int PreferenceMax = 256;

    public static void MapMe(this IEndpointRouteBuilder routes)
    {
        var me = routes.MapGroup("/api/v1/me").WithTags("Accounts").ForCustomers().RefusesNobody();
        me.MapGet("", Get)
            .Means("getMe", "The account of whoever asks.")
            .Answers<CustomerBody>(200)
            .AnswersOnly(304);
        me.MapPatch("", Change)
            .Means("changeMe", "Changes some of what they say of themselves.")
            .Merges<Profile>()
            .Answers<CustomerBody>(200)
            .HonoursIfMatch()
            .Refuses(422, "invalid_customer");
        me.MapGet("/preferences", GetPreferences)
            .Means("getPreferences", "How they like the shop.")
            .Answers<PreferencesBody>(200);
        me.MapPut("/preferences", PutPreferences)
            .Means("putPreferences", "Says how they like the shop: this, and nothing else.")
            .Answers<PreferencesBody>(200)
            .HonoursIfMatch()
            .Refuses(422, "invalid_customer");
    }

    /// <summary>A token of an account that is not in this shop, or not any more.</summary>
    public static RouteGroupBuilder RefusesNobody(this RouteGroupBuilder routes) =>
        routes.WithMetadata(
            new Refusal(StatusCodes.Status404NotFound, ["not_found"]),
            new Refusal(StatusCodes.Status410Gone, ["erased"])
        );

    private static async Task<IResult> Get(HttpRequest http, IGrainFactory grains, Sealer sealer) =>
        (await grains.Customer(http.Customer()).Get()).Match(each => Tell(each, sealer));

    private static async Task<IResult> Change(
        HttpContext http,
        Profiles profiles,
        Sealer sealer,
        IOptions<JsonOptions> json
    )
    {
        var patch = await MergePatch.Read(http, json.Value.SerializerOptions);
        var changed = await profiles.Change(
            http.Request.Customer(),
            before => MergePatch.Apply(before, patch, json.Value.SerializerOptions),
            http.Request.ExpectedVersion()
        );
        return changed.Match(each => Tell(each, sealer));
    }

    private static async Task<IResult> GetPreferences(
        HttpRequest http,
        IGrainFactory grains,
        Sealer sealer
    ) =>
        (await grains.Customer(http.Customer()).GetBelongings()).Match(
            told => new Answer<PreferencesBody>(told.OpenPreferences(sealer))
            {
                Version = told.Version,
            }
        );

    private static async Task<IResult> PutPreferences(
        PreferencesBody request,
        HttpRequest http,
        IGrainFactory grains,
        Sealer sealer
    )
    {
        if (!IsInBounds(request))
            return ProfileRules.Invalid([ProfileRules.Flaw("/values")]).ToProblem();

        var customer = grains.Customer(http.Customer());
        var told = await customer.Get();
        if (!told.IsAccepted)
            return told.Rejection.ToProblem();

        var text = JsonSerializer.Serialize(request, SealedJson.Default.PreferencesBody);
        var changed = await customer.ChangePreferences(
            sealer.Seal(text, told.Value.WrappedKey.AsSpan()),
            http.ExpectedVersion()
        );
        return changed.Match(each => new Answer<PreferencesBody>(request)
        {
            Version = each.Version,
        });
    }

    private static bool IsInBounds(PreferencesBody request) =>
        request.Values.Count <= PreferencesMax
        && request.Values.All(each =>
            each.Key.Length is > 0 and <= PreferenceNameMax
            && !each.Key.Any(char.IsControl)
            && each.Value is { Length: <= PreferenceMax }
        );

    private static Answer<CustomerBody> Tell(CustomerTold customer, Sealer sealer) =>
        new(CustomerBody.Open(customer, sealer)) { Version = customer.Version };
}
