using System.Globalization;

namespace Commerce.Http;

/// <summary>The request headers that mean the same on every route.</summary>
internal static class RequestHeaders
{
    public const int KeyLengthMax = 255;
    private static readonly TimeSpan DefaultWait = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(10);

    public static Problem KeyRequired { get; } =
        new(
            StatusCodes.Status400BadRequest,
            "idempotency_key_required",
            "Send an Idempotency-Key of 1 to 255 characters."
        );

    /// <summary>
    /// The idempotency key, quoted or bare; <c>null</c> where there is none of use.
    /// </summary>
    public static string? IdempotencyKey(this HttpRequest request)
    {
        var key = request.Headers["Idempotency-Key"].ToString();
        key = key is ['"', .. var inner, '"'] ? inner : key;
        return key.Length is > 0 and <= KeyLengthMax && !key.Any(char.IsControl) ? key : null;
    }

    /// <summary>
    /// How long the client would have an answer held back: <c>Prefer: wait=N</c>.
    /// </summary>
    /// <param name="otherwise">What it means to say nothing: two seconds, if that is null.</param>
    public static TimeSpan Wait(this HttpRequest request, TimeSpan? otherwise = null)
    {
        foreach (var preference in request.Headers["Prefer"].ToString().Split(','))
        {
            if (
                preference.Trim().Split('=') is ["wait", var seconds]
                && int.TryParse(seconds, CultureInfo.InvariantCulture, out var wait)
                && wait >= 0
            )
            {
                return wait < WaitMax.TotalSeconds ? TimeSpan.FromSeconds(wait) : WaitMax;
            }
        }

        return otherwise ?? DefaultWait;
    }

    /// <summary>
    /// Whether the client's <c>If-Match</c>, if it sent one, names another version.
    /// </summary>
    public static bool IsStale(this HttpRequest request, long version, long? beside = null)
    {
        var expected = request.Headers.IfMatch;
        return expected.Count > 0 && expected != "*" && expected != ETag(version, beside);
    }

    /// <summary>The version that <c>If-Match</c> names; <c>null</c> where it names none.</summary>
    public static long? ExpectedVersion(this HttpRequest request) =>
        long.TryParse(
            request.Headers.IfMatch.ToString().Trim('"'),
            CultureInfo.InvariantCulture,
            out var version
        )
            ? version
            : null;

    public static string ETag(long version, long? beside = null) =>
        beside is null ? $"\"{version}\"" : $"\"{version}.{beside}\"";
}
