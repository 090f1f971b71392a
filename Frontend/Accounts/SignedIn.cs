using System.Security.Claims;
using Commerce.Customers;
using Commerce.Http;
using Commerce.Secrets;
using Commerce.Shopping;
using Commerce.SignIn;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Tokens;

namespace Commerce.Accounts;

/// <summary>
/// Knows shoppers who have signed in by the access token (RFC 9068) that they send. A token that is
/// not believed is refused wherever it is sent: whoever has one never becomes a guest unawares.
/// </summary>
internal static class SignedIn
{
    private const string Scheme = JwtBearerDefaults.AuthenticationScheme;
    private const string Subject = "sub";
    private const int ToolLengthMax = 100;

    /// <summary>The account of whoever asks; <c>null</c> for guests and operators.</summary>
    public static CustomerId? Account(this HttpRequest request) =>
        CustomerId.TryParse(
            request.HttpContext.User.FindFirstValue(Subject),
            provider: null,
            out var id
        )
            ? id
            : null;

    /// <summary>The same, on a route that nobody else is let in to.</summary>
    public static CustomerId Customer(this HttpRequest request) =>
        request.Account() ?? throw new InvalidOperationException("The route requires no account.");

    /// <param name="settings">Without any, no token is believed.</param>
    public static IServiceCollection AddAccounts(
        this IServiceCollection services,
        AccountSettings? settings
    )
    {
        services
            .AddAuthentication(Scheme)
            .AddJwtBearer(
                Scheme,
                bearer =>
                {
                    bearer.MapInboundClaims = false;
                    bearer.TokenValidationParameters = RulesOf(settings);
                    bearer.Events = new() { OnTokenValidated = Judge };
                }
            );
        return services;
    }

    /// <summary>Behind the limits by address, since to judge a token costs something.</summary>
    public static void UseAccounts(this WebApplication app)
    {
        // Else the host authenticates whatever comes, before all limits: as if we did not.
        ((IApplicationBuilder)app).Properties["__AuthenticationMiddlewareSet"] = true;
        app.Use(Admit);
    }

    private static TokenValidationParameters RulesOf(AccountSettings? settings) =>
        new()
        {
            ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.RsaSha256],
            ValidTypes = ["at+jwt", "application/at+jwt"],
            ValidIssuer = settings?.Issuer,
            ValidAudience = settings?.Audience,
            IssuerSigningKeys = settings?.Keys ?? [],
            ClockSkew = Deadline.Skew,
        };

    /// <summary>
    /// Whom the header speaks for: nobody in particular where it holds no account's token, and
    /// <c>null</c> where it holds one that is not believed. The operators' key is a bearer token
    /// too, and no account's. A token that says that it is this store's own is judged as that, by
    /// no other keys.
    /// </summary>
    private static async ValueTask<ClaimsPrincipal?> Read(HttpContext context, string header)
    {
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return context.User;
        if (header.AsSpan(Scheme.Length) is not [' ', _, ..])
            return null;

        // The one that was believed before is what nearly all send.
        var own = context.RequestServices.GetService<OwnTokens>();
        if (own?.Recall(context.Request, header.AsSpan(Scheme.Length).Trim()) is { } known)
            return await own.Judge(context, known);
        if (context.RequestServices.GetRequiredService<ServerKeys>().IsOperator(header))
            return context.User;

        var token = header[Scheme.Length..].Trim();
        if (own?.IsMeant(context.Request, token) is true)
            return await own.Judge(context, token);

        var judged = await context.AuthenticateAsync();
        return judged.Failure is null ? judged.Principal ?? context.User : null;
    }

    private static Task Judge(TokenValidatedContext context)
    {
        var subject = context.Principal?.FindFirstValue(Subject);
        if (
            !CustomerId.TryParse(subject, provider: null, out _)
            && !IsTool(subject, context.Principal?.FindFirstValue("client_id"))
        )
        {
            context.Fail("Its subject is neither an account nor a tool of operators.");
        }

        return Task.CompletedTask;
    }

    /// <summary>A browser's cookie tells who is looking at a page, and never who asks the
    /// API.</summary>
    private static Task Know(HttpContext context) =>
        context.RequestServices.GetService<BrowserSessions>()?.Know(context) ?? Task.CompletedTask;

    /// <summary>
    /// A tool speaks for itself (RFC 9068, 2.2): it is the subject and the client, under a name
    /// that no account can have.
    /// </summary>
    private static bool IsTool(string? subject, string? client) =>
        subject is { Length: > 0 and <= ToolLengthMax }
        && subject == client
        && !subject.StartsWith("cus_", StringComparison.Ordinal)
        && subject.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    private static async Task Admit(HttpContext context, RequestDelegate next)
    {
        var header = context.Request.Headers.Authorization;
        if (header.Count > 0)
        {
            if (await Read(context, header.ToString()) is not { } who)
            {
                context.Response.Headers.WWWAuthenticate = $"{Scheme} error=\"invalid_token\"";
                await OutcomeResults.Of(StatusCodes.Status401Unauthorized).ExecuteAsync(context);
                return;
            }

            context.User = who;
        }
        else if (context.GetEndpoint()?.Metadata.GetMetadata<IsPage>() is not null)
        {
            await Know(context);
        }

        var limits = context.RequestServices.GetRequiredService<RateLimits>();
        if (
            context.User.FindFirstValue(Subject) is { } subject
            && limits.Count(context, subject) is { } problem
        )
        {
            await problem.ExecuteAsync(context);
            return;
        }

        await next(context);
    }
}
