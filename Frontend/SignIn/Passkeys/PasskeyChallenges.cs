using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Commerce.Customers;
using Commerce.Secrets;
using Commerce.Shopping;

namespace Commerce.SignIn.Passkeys;

/// <summary>What an authenticator is to sign, once and soon.</summary>
/// <param name="Text">The same, as it is remembered once it was signed.</param>
internal sealed record PasskeyChallenge(byte[] Bytes, string Text, DateTimeOffset Until);

/// <summary>
/// Asks browsers for signatures. What was asked is kept by the browser, in a signed cookie: any
/// silo may ask, and none remembers. That it is answered once the customer's grain sees to.
/// </summary>
internal sealed class PasskeyChallenges(ServerKeys keys, TimeProvider time)
{
    private const string Cookie = "commerce_passkey";
    private const int ChallengeBytes = 32;

    /// <param name="purpose">For what it is asked: it is good for nothing else.</param>
    public PasskeyChallenge Begin(HttpContext http, string purpose)
    {
        var bytes = RandomNumberGenerator.GetBytes(ChallengeBytes);
        var (text, life) = (Base64Url.EncodeToString(bytes), CustomerLimits.ChallengeLife);
        var until = DateTimeOffset.FromUnixTimeSeconds(
            (time.GetUtcNow() + life).ToUnixTimeSeconds()
        );
        http.Response.Cookies.Append(
            Cookie,
            Write(purpose, text, until),
            Baskets.Options(http, "/account", life)
        );
        return new(bytes, text, until);
    }

    /// <summary>What this browser was asked for that; it is asked anew the next time.</summary>
    public Outcome<PasskeyChallenge> Take(HttpContext http, string purpose)
    {
        var cookie = http.Request.Cookies[Cookie] ?? "";
        http.Response.Cookies.Delete(Cookie, Baskets.Options(http, "/account", kept: null));
        if (
            cookie.Split('.') is not [var text, var seconds, _]
            || !long.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var end)
            || end > DateTimeOffset.MaxValue.ToUnixTimeSeconds()
        )
            return CustomerRejections.ChallengeOver;

        var until = DateTimeOffset.FromUnixTimeSeconds(end);
        return IsSame(cookie, Write(purpose, text, until)) && until > time.GetUtcNow()
            ? new PasskeyChallenge(Base64Url.DecodeFromChars(text), text, until)
            : CustomerRejections.ChallengeOver;
    }

    private string Write(string purpose, string challenge, DateTimeOffset until)
    {
        var seconds = until.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var mark = keys.Mark("passkey-challenge", $"{purpose} {challenge} {seconds}");
        return $"{challenge}.{seconds}.{mark}";
    }

    private static bool IsSame(string one, string other) =>
        CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(one),
            Encoding.UTF8.GetBytes(other)
        );
}
