using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace PaymentSimulator;

/// <summary>
/// The provider's operations over HTTP. An operation answers 200 whatever its outcome, which is
/// the status inside; 503 means that nothing was recorded, a cut connection that nobody knows.
/// </summary>
internal static class ProviderEndpoints
{
    private const int PageMax = 500;
    private const string Key = "Idempotency-Key";

    public static IServiceCollection AddProviderApi(this IServiceCollection services) =>
        services
            .AddProblemDetails(options =>
                options.CustomizeProblemDetails = context =>
                    context.ProblemDetails.Extensions.TryAdd(
                        "code",
                        CodeOf(context.HttpContext.Response.StatusCode)
                    )
            )
            .ConfigureHttpJsonOptions(options =>
            {
                var json = options.SerializerOptions;
                json.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
                json.NumberHandling = JsonNumberHandling.Strict;
                json.AllowDuplicateProperties = false;
                json.RespectNullableAnnotations = true;
                json.RespectRequiredConstructorParameters = true;
            });

    public static void MapProviderApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("").AddEndpointFilter(Translate);
        api.MapPost("/charges", Authorize);
        api.MapPost("/charges/{charge}/capture", Capture);
        api.MapPost("/charges/{charge}/void", Void);
        api.MapPost("/charges/{charge}/refund", Refund);
        api.MapPost("/charges/{charge}/act", Act);
        api.MapGet("/charges/{charge}", GetCharge);
        api.MapGet("/charges", List);
        api.MapGet("/operations/{**key}", Find);
        api.MapPost(
            "/fingerprints",
            async (TokenRequest body, Provider provider, CancellationToken ct) =>
                new FingerprintAnswer(await provider.GetFingerprint(body.Token, ct))
        );
        api.MapPost(
            "/outage",
            (OutageRequest request, Provider provider) =>
                TypedResults.Ok(request with { Down = provider.Down = request.Down })
        );
    }

    private static Task<Answer> Authorize(
        [FromHeader(Name = Key)] string key,
        ChargeRequest body,
        Provider provider,
        CancellationToken ct
    ) => provider.Authorize(key, body.Amount, body.Currency, body.Token, ct);

    private static Task<Answer> Capture(
        [FromHeader(Name = Key)] string key,
        string charge,
        AmountRequest body,
        Provider provider,
        CancellationToken ct
    ) => provider.Capture(key, charge, body.Amount, ct);

    private static Task<Answer> Void(
        [FromHeader(Name = Key)] string key,
        string charge,
        Provider provider,
        CancellationToken ct
    ) => provider.Void(key, charge, ct);

    private static Task<Answer> Refund(
        [FromHeader(Name = Key)] string key,
        string charge,
        AmountRequest body,
        Provider provider,
        CancellationToken ct
    ) => provider.Refund(key, charge, body.Amount, ct);

    private static Task<Answer> Act(
        string charge,
        ActRequest body,
        Provider provider,
        CancellationToken ct
    ) => provider.Act(charge, body.Approve, ct);

    private static async Task<Results<Ok<Charge>, ProblemHttpResult>> GetCharge(
        string charge,
        Provider provider,
        CancellationToken ct
    ) => OkOrNotFound(await provider.GetCharge(charge, ct));

    private static async Task<Results<Ok<Answer>, ProblemHttpResult>> Find(
        string key,
        Provider provider,
        CancellationToken ct
    ) => OkOrNotFound(await provider.Find(key, ct));

    private static async Task<ChargesPage> List(
        Provider provider,
        CancellationToken ct,
        string? after = null
    )
    {
        var charges = await provider.Charges(after, ct).Take(PageMax).ToListAsync(ct);
        return new(charges, charges.Count == PageMax ? charges[^1].Id : null);
    }

    private static async ValueTask<object?> Translate(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next
    )
    {
        try
        {
            return await next(context);
        }
        catch (AnswerLostException)
        {
            context.HttpContext.Abort();
            return Results.Empty;
        }
        catch (KeyReusedException e)
        {
            return Problem(422, "idempotency_key_reused", e.Message);
        }
        catch (ArgumentException e)
        {
            return Problem(400, "malformed_request", e.Message);
        }
        catch (ProviderUnavailableException e)
        {
            return Problem(503, "provider_unavailable", e.Message);
        }
    }

    private static Results<Ok<T>, ProblemHttpResult> OkOrNotFound<T>(T? found)
        where T : class => found is null ? Problem(404, "not_found") : TypedResults.Ok(found);

    private static ProblemHttpResult Problem(int status, string code, string? detail = null) =>
        TypedResults.Problem(detail, statusCode: status, extensions: [new("code", code)]);

    private static string CodeOf(int status) =>
        status switch
        {
            StatusCodes.Status404NotFound => "not_found",
            StatusCodes.Status405MethodNotAllowed => "method_not_allowed",
            >= 500 => "internal_error",
            _ => "malformed_request",
        };

    private sealed record ChargeRequest(long Amount, string Currency, string Token);

    private sealed record TokenRequest(string Token);

    private sealed record FingerprintAnswer(string? Fingerprint);

    private sealed record AmountRequest(long Amount);

    private sealed record ActRequest(bool Approve);

    private sealed record OutageRequest(bool Down);

    private sealed record ChargesPage(IReadOnlyList<Charge> Data, string? Next);
}
