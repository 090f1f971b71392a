using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Commerce.Operators;
using Commerce.Secrets;
using Commerce.SignIn;

namespace Commerce.Ops;

/// <summary>
/// Operators who have signed in: people to their account, as in the shop, and whoever has the
/// break-glass key, in a signed cookie that is good for twelve hours and for as long as that key
/// is the same. They open pages only, never the JSON API, so no other site can make a browser write
/// there.
/// </summary>
internal sealed class OperatorSessions(ServerKeys keys, IGrainFactory grains, TimeProvider time)
{
    private const string Cookie = "commerce_operator";

    /// <summary>Before anybody has signed in, what the form to do so is bound to.</summary>
    private const string VisitCookie = "commerce_visit";

    private static readonly TimeSpan Length = TimeSpan.FromHours(12);

    /// <summary>How long ago people may have shown who they are.</summary>
    private static readonly TimeSpan AgeMax = TimeSpan.FromHours(8);

    /// <summary>
    /// Whoever has signed in, and may do what their roles allow now; whoever broke the glass in
    /// this browser is that until they sign out.
    /// </summary>
    public async Task<OperatorSession?> Find(HttpContext http)
    {
        var found = Session(http) is { } session
            ? new OperatorSession(Operator.Key, session)
            : await FindPerson(http);
        http.Features.Set(found);
        return found;
    }

    private async Task<OperatorSession?> FindPerson(HttpContext http)
    {
        var browsers = http.RequestServices.GetService<BrowserSessions>();
        if (
            browsers is null
            || await browsers.Find(http) is not { } session
            || time.GetUtcNow() - session.Since > AgeMax
        )
            return null;

        var roles = await grains.Customer(session.Customer).GetRoles();
        var person = new Operator(session.Customer.Value, [.. Roles.ScopesOf(roles)]);
        return new(person, session.Id.Value);
    }

    public void Begin(HttpContext http)
    {
        var ends = (time.GetUtcNow() + Length).ToUnixTimeSeconds();
        var session = string.Create(CultureInfo.InvariantCulture, $"{ends}.{Fresh()}");
        Set(http, Cookie, $"{session}.{keys.SessionMark(session)}", Length);
    }

    /// <summary>Signs out of whatever opened this page.</summary>
    public static Task End(HttpContext http)
    {
        if (Operator.Of(http) != Operator.Key)
            return http.RequestServices.GetRequiredService<BrowserSessions>().End(http);

        http.Response.Cookies.Delete(Cookie);
        return Task.CompletedTask;
    }

    /// <summary>What a form carries to show that a page of ours was the one that sent it.</summary>
    public string FormToken(HttpContext http) => keys.Mark("form", SessionOf(http) ?? Visit(http));

    public bool IsFormToken(HttpContext http, string token) =>
        (SessionOf(http) ?? http.Request.Cookies[VisitCookie]) is { } sender
        && CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(keys.Mark("form", sender)),
            Encoding.UTF8.GetBytes(token)
        );

    private static string? SessionOf(HttpContext http) => http.Features.Get<OperatorSession>()?.Id;

    private string? Session(HttpContext http)
    {
        if (
            http.Request.Cookies[Cookie]?.Split('.') is not [var end, var nonce, var mark]
            || !long.TryParse(end, CultureInfo.InvariantCulture, out var ends)
            || ends <= time.GetUtcNow().ToUnixTimeSeconds()
        )
            return null;

        var session = $"{end}.{nonce}";
        return CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(keys.SessionMark(session)),
            Encoding.UTF8.GetBytes(mark)
        )
            ? session
            : null;
    }

    private static string Visit(HttpContext http)
    {
        if (http.Request.Cookies[VisitCookie] is { Length: > 0 } known)
            return known;
        if (http.Items[VisitCookie] is string begun)
            return begun;

        var visit = Fresh();
        http.Items[VisitCookie] = visit;
        Set(http, VisitCookie, visit, Length);
        return visit;
    }

    private static string Fresh() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    private static void Set(HttpContext http, string name, string value, TimeSpan length) =>
        http.Response.Cookies.Append(
            name,
            value,
            new()
            {
                HttpOnly = true,
                IsEssential = true,
                MaxAge = length,
                Path = "/",
                SameSite = SameSiteMode.Strict,
                Secure = http.Request.IsHttps,
            }
        );
}
