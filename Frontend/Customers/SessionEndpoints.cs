using System.Security.Claims;
using Commerce.Accounts;
using Commerce.Http;
using Commerce.Secrets;

namespace Commerce.Customers;

/// <summary>Where customers are signed in.</summary>
internal static class SessionEndpoints
{
    public static void MapSessions(this IEndpointRouteBuilder routes)
    {
        var sessions = routes
            .MapGroup("/api/v1/me/sessions")
            .WithTags("Accounts")
            .ForCustomers()
            .RefusesNobody();
        sessions
            .MapGet("", List)
            .Means("listSessions", "Where they are signed in.")
            .Answers<SessionsBody>(200);
        sessions
            .MapDelete("/{id}", End)
            .Means("endSession", "Signs out somewhere; no token of it is good from then on.")
            .RequireRecentSignIn()
            .AnswersOnly(204);
        sessions
            .MapDelete("", EndOthers)
            .Means("endOtherSessions", "Signs out everywhere else.")
            .RequireRecentSignIn()
            .AnswersOnly(204);
    }

    /// <summary>The sign-in that a token came from, if that was here.</summary>
    public static SessionId? Session(this HttpRequest http) =>
        SessionId.TryParse(http.HttpContext.User.FindFirstValue("sid"), provider: null, out var id)
            ? id
            : null;

    private static async Task<IResult> List(HttpRequest http, IGrainFactory grains, Sealer sealer)
    {
        var customer = grains.Customer(http.Customer());
        var told = await customer.Get();
        if (!told.IsAccepted)
            return told.Rejection.ToProblem();

        var sessions = await customer.GetSessions();
        return new Answer<SessionsBody>(
            new([
                .. sessions.Select(each => new SessionBody(
                    each.Id,
                    told.Value.OpenDevice(each, sealer),
                    each.BegunAt,
                    each.Until,
                    each.Id == http.Session()
                )),
            ])
        );
    }

    private static async Task<IResult> End(SessionId id, HttpRequest http, IGrainFactory grains) =>
        (await grains.Customer(http.Customer()).EndSession(id)).Match(_ =>
            TypedResults.NoContent()
        );

    private static async Task<IResult> EndOthers(HttpRequest http, IGrainFactory grains) =>
        (await grains.Customer(http.Customer()).EndSessions(http.Session())).Match(_ =>
            TypedResults.NoContent()
        );
}

/// <param name="Device">What they signed in with.</param>
/// <param name="ExpiresAt">When it ends by itself.</param>
/// <param name="Current">Whether it is the one that asks.</param>
internal sealed record SessionBody(
    SessionId Id,
    string Device,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    bool Current
);

internal sealed record SessionsBody(IReadOnlyList<SessionBody> Data);
