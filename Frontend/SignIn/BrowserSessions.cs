using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Commerce.Customers;
using Commerce.Secrets;
using Commerce.Shopping;
using ClaimNames = OpenIddict.Abstractions.OpenIddictConstants.Claims;

namespace Commerce.SignIn;

/// <summary>Somebody who has signed in with this browser.</summary>
/// <param name="Since">When they last showed who they are.</param>
internal sealed record BrowserSession(CustomerId Customer, SessionId Id, DateTimeOffset Since);

/// <summary>
/// Who has signed in with a browser, which keeps it in a signed cookie that no script sees. It
/// opens pages only, never the JSON API, and nothing once its session has ended.
/// </summary>
internal sealed class BrowserSessions(
    IGrainFactory grains,
    Sessions sessions,
    ServerKeys keys,
    Sealer sealer,
    IdGenerator ids,
    TimeProvider time
)
{
    private const string Cookie = "commerce_session";
    private const int DeviceMax = 200;

    /// <summary>Names the request that somebody has just signed in for.</summary>
    private const string AskedCookie = "commerce_asked";

    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);
    private static readonly TimeSpan AskedFor = TimeSpan.FromMinutes(5);

    /// <summary>Whoever has signed in and not out.</summary>
    public async Task<BrowserSession?> Find(HttpContext http)
    {
        if (http.Features.Get<BrowserSession>() is { } known)
            return known;

        var session = Read(http.Request.Cookies[Cookie]);
        if (session is null || !await sessions.Has(session.Customer, session.Id))
            return null;

        http.Features.Set(session);
        return session;
    }

    /// <summary>Tells a page who is looking at it.</summary>
    public async Task Know(HttpContext http)
    {
        if (await Find(http) is { } session)
        {
            Claim[] claims =
            [
                new(ClaimNames.Subject, session.Customer.Value),
                new(AuthorizeEndpoint.SessionClaim, session.Id.Value),
                new(
                    ClaimNames.AuthenticationTime,
                    session.Since.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)
                ),
            ];
            http.User = new(new ClaimsIdentity(claims, Cookie));
        }
    }

    /// <param name="customer">Who has shown that they are it.</param>
    /// <param name="back">The page that asked them to, to which they go back.</param>
    public async Task<Outcome<BrowserSession>> Begin(
        HttpContext http,
        CustomerTold customer,
        string back
    )
    {
        await End(http);
        var (now, id) = (time.GetUtcNow(), new SessionId(ids.New(SessionId.Prefix)));
        var begun = await Begin(customer, id, DeviceOf(http), now + Kept);
        if (!begun.IsAccepted)
            return begun.Rejection;

        var session = new BrowserSession(customer.Id, id, now);
        var text = Write(session);
        Set(http, Cookie, $"{text}.{keys.Mark(Cookie, text)}", Kept);
        Set(http, AskedCookie, Asked(id, back), AskedFor);
        http.Features.Set(session);
        return session;
    }

    /// <summary>Begins a session of the customer's, or lets it last until later.</summary>
    /// <param name="device">Where it is, as its owner reads it.</param>
    public Task<Outcome<CustomerSession>> Begin(
        CustomerTold customer,
        SessionId id,
        string device,
        DateTimeOffset until
    ) =>
        grains
            .Customer(customer.Id)
            .BeginSession(id, sealer.Seal(device, customer.WrappedKey.AsSpan()), until);

    /// <summary>Whether they have just signed in for this very page.</summary>
    public bool IsJustAsked(HttpContext http, BrowserSession session, string page) =>
        http.Request.Cookies[AskedCookie] == Asked(session.Id, page);

    /// <summary>What they signed in for is done: it counts once.</summary>
    public static void ForgetAsked(HttpContext http) => Delete(http, AskedCookie);

    public async Task End(HttpContext http)
    {
        if (await Find(http) is not { } session)
            return;

        await grains.Customer(session.Customer).EndSession(session.Id);
        Delete(http, Cookie);
        http.Features.Set<BrowserSession>(null);
    }

    /// <summary>What a request says that it comes from.</summary>
    public static string DeviceOf(HttpContext http)
    {
        var text = http.Request.Headers.UserAgent.ToString();
        return text.Length > DeviceMax ? text[..DeviceMax] : text;
    }

    private string Asked(SessionId session, string page) => keys.Mark("asked", $"{session} {page}");

    private static string Write(BrowserSession session) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{session.Customer}.{session.Id}.{session.Since.ToUnixTimeSeconds()}"
        );

    private BrowserSession? Read(string? cookie)
    {
        if (
            cookie?.LastIndexOf('.') is not (> 0 and var end)
            || !IsMark(cookie[..end], cookie[(end + 1)..])
            || cookie.Split('.') is not [var customer, var session, var since, _]
        )
            return null;

        var seconds = long.Parse(since, CultureInfo.InvariantCulture);
        return new(new(customer), new(session), DateTimeOffset.FromUnixTimeSeconds(seconds));
    }

    private bool IsMark(string text, string mark) =>
        CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(keys.Mark(Cookie, text)),
            Encoding.UTF8.GetBytes(mark)
        );

    private static void Delete(HttpContext http, string name) =>
        http.Response.Cookies.Delete(name, Baskets.Options(http, "/", kept: null));

    private static void Set(HttpContext http, string name, string value, TimeSpan kept) =>
        http.Response.Cookies.Append(name, value, Baskets.Options(http, "/", kept));
}
