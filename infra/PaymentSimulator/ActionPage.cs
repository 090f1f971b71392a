using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;

namespace PaymentSimulator;

/// <summary>
/// The page where a payer approves or declines; it needs no script and no third party.
/// </summary>
public static class ActionPage
{
    private const string Route = "/simulated-provider/charges/{charge}/action";

    /// <summary>
    /// Mounts the payers' pages into the hosting program, which has the <see cref="Provider"/>
    /// among its services.
    /// </summary>
    public static void MapSimulatedProvider(this IEndpointRouteBuilder routes)
    {
        var page = routes.MapGroup(Route).ExcludeFromDescription().AddEndpointFilter(ComeBack);
        page.MapGet("", Show);
        page.MapPost(
            "/approve",
            (string charge, HttpContext http, Provider provider) =>
                Act(charge, approve: true, http, provider)
        );
        page.MapPost(
            "/decline",
            (string charge, HttpContext http, Provider provider) =>
                Act(charge, approve: false, http, provider)
        );
    }

    internal static Uri Of(string charge, Uri? publicUrl)
    {
        var path = Route.Replace("{charge}", charge, StringComparison.Ordinal);
        return publicUrl is null
            ? new(path, UriKind.Relative)
            : new(publicUrl.AbsoluteUri.TrimEnd('/') + path);
    }

    private static async Task Show(string charge, HttpContext http, Provider provider) =>
        await Answer(http, await Look(charge, http, provider));

    private static async ValueTask<object?> ComeBack(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next
    )
    {
        try
        {
            return await next(context);
        }
        catch (Exception e) when (e is ProviderUnavailableException or AnswerLostException)
        {
            const string Text = "<p role=\"status\">Please come back in a minute.</p>";
            await Write(context.HttpContext, StatusCodes.Status503ServiceUnavailable, Text);
            return Results.Empty;
        }
    }

    private static async Task Act(string charge, bool approve, HttpContext http, Provider provider)
    {
        if (await Look(charge, http, provider) is null)
        {
            await Answer(http, null);
            return;
        }

        await provider.Act(charge, approve, http.RequestAborted);
        // Back to the page, so that reloading it asks for nothing.
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = Of(charge, null).OriginalString;
    }

    private static async Task<Charge?> Look(string charge, HttpContext http, Provider provider) =>
        charge.Length > 64 || charge.Any(char.IsControl)
            ? null
            : await provider.GetCharge(charge, http.RequestAborted);

    private static Task Answer(HttpContext http, Charge? charge) =>
        Write(
            http,
            charge is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK,
            Content(charge)
        );

    private static async Task Write(HttpContext http, int status, string content)
    {
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        var response = http.Response;
        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; style-src 'nonce-{nonce}'; form-action 'self'; "
            + "base-uri 'none'; frame-ancestors 'none'";
        await response.WriteAsync(Html(content, nonce), Encoding.UTF8, http.RequestAborted);
    }

    private static string Html(string content, string nonce) =>
        $$"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Simulated payment</title>
            <style nonce="{{nonce}}">
            body { font: 1.125rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 32rem;
              padding: 0 1rem; color: #1a1a1a; background: #fff }
            button { font: inherit; padding: .75rem 1.5rem; margin: 0 .75rem .75rem 0;
              border: 2px solid #1a1a1a; border-radius: .25rem; background: #fff; color: #1a1a1a }
            button.approve { background: #0b5d2a; border-color: #0b5d2a; color: #fff }
            button:focus-visible { outline: 3px solid #1a5fb4; outline-offset: 2px }
            </style>
            </head>
            <body>
            <main>
            <h1>Simulated payment</h1>
            {{content}}
            </main>
            </body>
            </html>
            """;

    private static string Content(Charge? charge) =>
        charge switch
        {
            null => "<p role=\"status\">There is no such payment.</p>",
            { Status: AnswerStatus.ActionRequired } => $"""
                <p>A shop asks for <strong>{Text(charge)}</strong>. No real money moves.</p>
                <form method="post">
                <button class="approve" formaction="{Of(charge.Id, null)}/approve">Approve</button>
                <button formaction="{Of(charge.Id, null)}/decline">Decline</button>
                </form>
                """,
            { Status: AnswerStatus.Declined or AnswerStatus.Voided } =>
                "<p role=\"status\">The payment was not made. You may close this page.</p>",
            _ => $"<p role=\"status\">You paid {Text(charge)}. You may close this page.</p>",
        };

    private static string Text(Charge charge)
    {
        var digits = charge.Currency switch
        {
            "BIF" or "CLP" or "DJF" or "GNF" or "ISK" or "JPY" or "KMF" or "KRW" => 0,
            "PYG" or "RWF" or "UGX" or "VND" or "VUV" or "XAF" or "XOF" or "XPF" => 0,
            "BHD" or "IQD" or "JOD" or "KWD" or "LYD" or "OMR" or "TND" => 3,
            _ => 2,
        };
        var minor = charge.Amount.ToString(CultureInfo.InvariantCulture).PadLeft(digits + 1, '0');
        var amount = digits == 0 ? minor : $"{minor[..^digits]}.{minor[^digits..]}";
        return HtmlEncoder.Default.Encode($"{amount} {charge.Currency}");
    }
}
