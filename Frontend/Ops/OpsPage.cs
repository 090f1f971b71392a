using System.Globalization;
using System.Security.Cryptography;
using Commerce.Http;
using Commerce.Operators;
using Commerce.Secrets;

namespace Commerce.Ops;

/// <summary>
/// What operators' pages have in common: where they lead, and what their forms say.
/// </summary>
internal static class OpsPage
{
    /// <summary>Rows on a page.</summary>
    public const int Rows = 25;

    /// <summary>How long a page waits for the outcome of what was asked for.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Whether whoever looks at a page may do what needs that scope.</summary>
    public static bool May(this HttpContext? http, string scope) =>
        http?.Features.Get<OperatorSession>()?.By.Has(scope) is true;

    public static SeeOther See(string path) => new(path);

    /// <summary>What happened to a stream.</summary>
    public static string ToEvents(string stream) =>
        $"/ops/events?stream={Uri.EscapeDataString(stream)}";

    /// <summary>A key for one sending of a form: sent twice, it is done once.</summary>
    public static string NewKey() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    public static string Text(this HttpRequest request, string field) =>
        request.Form[field].ToString().Trim();

    /// <summary>The request that a form makes, so that another under its key is refused.</summary>
    public static RequestKey KeyOf(HttpRequest request, ServerKeys keys)
    {
        var fields = request
            .Form.Where(each => each.Key is not ("token" or "key"))
            .OrderBy(each => each.Key, StringComparer.Ordinal)
            .Select(each => $"{each.Key}={each.Value}");
        return new(
            request.Text("key"),
            keys.Mark("ops-form", $"{request.Path} {string.Join('&', fields)}")
        );
    }

    /// <summary>Reads a whole number as people write it; <c>null</c> if it is none.</summary>
    public static long? Number(string text) =>
        long.TryParse(
            text,
            NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture,
            out var number
        )
            ? number
            : null;

    /// <summary>
    /// Reads an amount as it is shown: <c>12.50</c>, <c>12</c>; <c>null</c> if it is none, or finer
    /// than the currency.
    /// </summary>
    public static Money? Amount(string text, Currency currency)
    {
        var (whole, fraction) = text.Split('.') switch
        {
            [var all] => (all, ""),
            [var left, { Length: > 0 } right] => (left, right),
            _ => ("", ""),
        };
        var digits = whole + fraction.PadRight(currency.Exponent, '0');
        return
            whole.Length > 0
            && fraction.Length <= currency.Exponent
            && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var units)
            ? new Money(units, currency)
            : null;
    }

    /// <summary>
    /// The mark that a page's cursor means; false if it is not one of the list's.
    /// </summary>
    public static bool TryMark(ServerKeys keys, string list, string? cursor, out string? mark)
    {
        mark = null;
        return string.IsNullOrEmpty(cursor) || SignedMark.TryRead(keys, list, cursor, out mark);
    }
}

/// <summary>
/// Leads a browser to a page by a new request, so that loading it again sends no form.
/// </summary>
internal sealed class SeeOther(string path) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers.Location = path;
        return Task.CompletedTask;
    }
}
