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
                    bearer.Events = new() { OnMessageReceived = Read, OnTokenValidated = Judge };
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
    /// The operators' key is a bearer token too, and no account's. A token that says that it is
    /// this store's own is judged as that, by no other keys.
    /// </summary>
    private static async Task Read(MessageReceivedContext context)
    {
        var said = context.Request.Headers.Authorization.ToString();
        if (context.HttpContext.RequestServices.GetRequiredService<ServerKeys>().IsOperator(said))
        {
            context.NoResult();
        }
        else if (said.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            if (said.AsSpan(Scheme.Length) is not [' ', _, ..])
                context.Fail("It says that there is a token, and there is none.");
            else
                await ReadOwn(context, said[(Scheme.Length + 1)..].Trim());
        }
    }

    private static async Task ReadOwn(MessageReceivedContext context, string token)
    {
        var own = context.HttpContext.RequestServices.GetService<OwnTokens>();
        if (own?.IsMeant(context.Request, token) is not true)
            return;

        context.Principal = await own.Judge(context.HttpContext, token);
        if (context.Principal is null)
            context.Fail("It is no token of ours, or has been ended.");
        else
            context.Success();
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
        var isTold = context.Request.Headers.Authorization.Count > 0;
        var judged = isTold ? await context.AuthenticateAsync() : AuthenticateResult.NoResult();
        if (judged.Failure is not null)
        {
            context.Response.Headers.WWWAuthenticate = $"{Scheme} error=\"invalid_token\"";
            await OutcomeResults.Of(StatusCodes.Status401Unauthorized).ExecuteAsync(context);
            return;
        }

        if (judged.Principal is { } who)
            context.User = who;
        else if (!isTold && context.GetEndpoint()?.Metadata.GetMetadata<IsPage>() is not null)
            await Know(context);
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
