using Commerce.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Commerce.Ops;

/// <summary>
/// The way in to operators' pages: only with a session, and forms only from our own pages.
/// </summary>
internal sealed class OpsGate(RequestDelegate next, OperatorSessions sessions) : IProblemPage
{
    public const string SignIn = "/ops/sign-in";

    private const int TextMax = 500;

    private const string Pages =
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
        + "base-uri 'none'; frame-ancestors 'none'";

    /// <summary>Pages that follow what goes on by a script of ours.</summary>
    private const string Console = "script-src 'self'; connect-src 'self'; " + Pages;

    /// <summary>The package's own scripts and styles, and nobody else's.</summary>
    private const string Dashboard =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
        + "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; form-action 'none'; "
        + "base-uri 'self'; frame-ancestors 'none'";

    public async Task InvokeAsync(HttpContext context)
    {
        var path = context.Request.Path;
        var isDashboard = path.StartsWithSegments("/dashboard", StringComparison.OrdinalIgnoreCase);
        var isConsole = path.StartsWithSegments("/console", StringComparison.OrdinalIgnoreCase);
        var callers = Callers.Of(context.GetEndpoint());
        if (
            callers is not OperatorPage
            && !isDashboard
            && !isConsole
            && !path.StartsWithSegments("/ops", StringComparison.OrdinalIgnoreCase)
        )
        {
            await next(context);
            return;
        }

        context.Features.Set<IProblemPage>(this);
        context.Response.Headers.ContentSecurityPolicy =
            isDashboard ? Dashboard
            : isConsole ? Console
            : Pages;
        context.Response.Headers.CacheControl = "private, no-store";
        // Without any referrer, browsers do not tell either where a form comes from.
        context.Response.Headers["Referrer-Policy"] = "same-origin";
        if (callers != Callers.Everyone && await sessions.Find(context) is null)
        {
            SendToSignIn(context);
            return;
        }

        var objection =
            Objection(context, callers as OperatorPage)
            ?? (HttpMethods.IsPost(context.Request.Method) ? await Objection(context) : null);
        if (objection is not null)
        {
            await objection.ExecuteAsync(context);
            return;
        }

        await next(context);
    }

    public IResult Of(HttpContext context, Problem problem) =>
        new RazorComponentResult<ProblemPage>(
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                [nameof(ProblemPage.Code)] = problem.Code,
                [nameof(ProblemPage.Detail)] = problem.Detail,
            }
        )
        {
            StatusCode = problem.Status,
        };

    private static Problem FormIsNotOurs { get; } =
        new(
            StatusCodes.Status400BadRequest,
            "form_expired",
            "This form is too old, or another site sent it. Go back, load the page and try again."
        );

    private static Problem NoSuchText { get; } =
        new(
            StatusCodes.Status422UnprocessableEntity,
            "text_out_of_range",
            "A text is one line of at most 500 characters."
        );

    /// <summary>Somebody whose roles do not give what the page needs.</summary>
    private static Problem? Objection(HttpContext context, OperatorPage? page) =>
        page?.Scope is not { } scope || context.May(scope)
            ? null
            : new(
                StatusCodes.Status403Forbidden,
                "insufficient_scope",
                $"None of your roles allows this: it needs the scope {scope}. An administrator "
                    + "can give you a role that does."
            );

    private static void SendToSignIn(HttpContext context)
    {
        var isRead = HttpMethods.IsGet(context.Request.Method);
        var back = isRead ? context.Request.Path + context.Request.QueryString : "/ops";
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = $"{SignIn}?back={Uri.EscapeDataString(back)}";
    }

    /// <summary>A form that is not ours, or says what no text may say anywhere.</summary>
    private async Task<Problem?> Objection(HttpContext context)
    {
        var request = context.Request;
        var origin = request.Headers.Origin.ToString();
        if (origin.Length > 0 && origin != $"{request.Scheme}://{request.Host}")
            return FormIsNotOurs;
        if (!request.HasFormContentType)
            return FormIsNotOurs;

        IFormCollection form;
        try
        {
            form = await request.ReadFormAsync(context.RequestAborted);
        }
        catch (InvalidDataException)
        {
            return NoSuchText;
        }

        if (!sessions.IsFormToken(context, form["token"].ToString()))
            return FormIsNotOurs;

        var texts = form.Where(each => each.Key is not "token")
            .Select(each => each.Value.ToString())
            .ToList();
        return texts.Exists(text => text.Length > TextMax || text.Any(char.IsControl)) ? NoSuchText
            : texts.Exists(text => CardNumber.IsIn(text, CardPlace.Goods))
                ? OutcomeResults.CardData(new(Pointer: null, "code", "card_data_not_accepted"))
            : null;
    }
}
