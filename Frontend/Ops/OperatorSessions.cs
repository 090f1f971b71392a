using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Commerce.Secrets;

namespace Commerce.Ops;

/// <summary>
/// Operators who have signed in: a signed cookie, good for twelve hours and for as long as the
/// operators' key is the same. It opens pages only, never the JSON API, so no other site can make
/// a browser write there.
/// </summary>
internal sealed class OperatorSessions(ServerKeys keys, TimeProvider time)
{
    private const string Cookie = "commerce_operator";

    /// <summary>Before anybody has signed in, what the form to do so is bound to.</summary>
    private const string VisitCookie = "commerce_visit";

    private static readonly TimeSpan Length = TimeSpan.FromHours(12);

    public bool Has(HttpContext http) => Session(http) is not null;

    public void Begin(HttpContext http)
    {
        var ends = (time.GetUtcNow() + Length).ToUnixTimeSeconds();
        var session = string.Create(CultureInfo.InvariantCulture, $"{ends}.{Fresh()}");
        Set(http, Cookie, $"{session}.{keys.SessionMark(session)}", Length);
    }

    public static void End(HttpContext http) => http.Response.Cookies.Delete(Cookie);

    /// <summary>What a form carries to show that a page of ours was the one that sent it.</summary>
    public string FormToken(HttpContext http) => keys.Mark("form", Session(http) ?? Visit(http));

    public bool IsFormToken(HttpContext http, string token) =>
        (Session(http) ?? http.Request.Cookies[VisitCookie]) is { } sender
        && CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(keys.Mark("form", sender)),
            Encoding.UTF8.GetBytes(token)
        );

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
