using Commerce.Accounts;
using Commerce.Http;

namespace Commerce.Customers;

/// <summary>What customers agree to: each change of mind is kept, and none is altered.</summary>
internal static class ConsentEndpoints
{
    public static void MapConsents(this IEndpointRouteBuilder routes)
    {
        var consents = routes
            .MapGroup("/api/v1/me/consents")
            .WithTags("Accounts")
            .ForCustomers()
            .RefusesNobody();
        consents
            .MapGet("", Get)
            .Means("getConsents", "What they agree to, now or as it was then.")
            .Answers<ConsentsBody>(200);
        consents
            .MapGet("/history", GetHistory)
            .Means("getConsentHistory", "All that they ever said, the oldest first.")
            .Answers<ConsentsBody>(200);
        consents
            .MapPost("", Post)
            .Means("changeConsent", "Agrees to a text or takes that back; 200, if it is no news.")
            .Answers<ConsentBody>(201, 200)
            .Refuses(409, "too_many_consents")
            .Refuses(422, "invalid_consent");
    }

    /// <param name="at">When; now, unless told.</param>
    private static async Task<IResult> Get(
        DateTimeOffset? at,
        HttpRequest http,
        IGrainFactory grains
    ) =>
        (await grains.Customer(http.Customer()).GetBelongings()).Match(told =>
            Tell(Consents.Newest(told.Consents.Where(each => at is null || each.At <= at)))
        );

    private static async Task<IResult> GetHistory(HttpRequest http, IGrainFactory grains) =>
        (await grains.Customer(http.Customer()).GetBelongings()).Match(told => Tell(told.Consents));

    private static async Task<IResult> Post(
        ConsentRequest request,
        HttpRequest http,
        Consents consents
    ) =>
        (await consents.Say(http.Customer(), request)).Match(each => new Answer<ConsentBody>(
            ConsentBody.From(each.Consent),
            each.IsNews ? StatusCodes.Status201Created : StatusCodes.Status200OK
        )
        {
            Location = each.IsNews ? "/api/v1/me/consents" : null,
        });

    private static Answer<ConsentsBody> Tell(IEnumerable<Consent> consents) =>
        new(new([.. consents.Select(ConsentBody.From)]));
}

/// <param name="Purpose">To what: <c>newsletter</c>.</param>
/// <param name="Version">Which version of the text they were shown.</param>
internal sealed record ConsentRequest(string Purpose, string Version, bool Granted);

internal sealed record ConsentBody(string Purpose, string Version, bool Granted, DateTimeOffset At)
{
    public static ConsentBody From(Consent consent) =>
        new(consent.Purpose, consent.Text, consent.Granted, consent.At);
}

internal sealed record ConsentsBody(IReadOnlyList<ConsentBody> Data);
