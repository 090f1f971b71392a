using System.Text.Json;
using System.Text.Json.Serialization;
using Commerce.Http;
using Commerce.Secrets;

namespace Commerce.Payments;

/// <summary>
/// News from the payment provider. It is believed if it is signed, and answered once it is durable;
/// the same news twice, late or out of order changes nothing.
/// </summary>
internal static class HookEndpoints
{
    public static void MapHooks(this IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/hooks/v1/simulated", Hear)
            .ForProviders()
            .WithTags("Hooks")
            .Limited(RateClass.None)
            .Means("hearSimulatedProvider", "Takes signed news of a charge from the provider.")
            .Accepts<SimulatedNews>("application/json")
            .AnswersOnly(204)
            .Takes("webhook-id", "Names the message.", isRequired: true)
            .Takes("webhook-timestamp", "When it was sent, in Unix seconds.", isRequired: true)
            .Takes("webhook-signature", "Its signature, as standard-webhooks has it.", true)
            .Refuses(401, "unauthorized");

    private static async Task<IResult> Hear(
        HttpRequest request,
        WebhookSecret secret,
        IGrainFactory grains,
        TimeProvider time
    )
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        var headers = request.Headers;
        var isOurs = secret.Signed(
            headers["webhook-id"].ToString(),
            headers["webhook-timestamp"].ToString(),
            headers["webhook-signature"].ToString(),
            body.ToArray(),
            time.GetUtcNow()
        );
        if (!isOurs)
            return OutcomeResults.Of(StatusCodes.Status401Unauthorized);
        // Our keys are «payment:operation»; the payment is what is reported on.
        if (
            Read(body.ToArray()) is not { } news
            || !PaymentId.TryParse(news.Key.Split(':')[0], provider: null, out var payment)
        )
            return OutcomeResults.Of(StatusCodes.Status400BadRequest);

        await grains.Payment(payment).Report(news.ToAnswer());
        return TypedResults.NoContent();
    }

    private static SimulatedNews? Read(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, HookJson.Default.SimulatedNews);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>What the simulated provider tells of a charge; more members may come.</summary>
internal sealed record SimulatedNews(
    string Key,
    string Charge,
    string Status,
    string? Code,
    long Authorized,
    long Captured,
    long Refunded,
    long Voided,
    long Sequence
)
{
    public ProviderAnswer ToAnswer() =>
        new(
            Charge,
            Status switch
            {
                "declined" => ProviderVerdict.Declined,
                "action_required" => ProviderVerdict.ActionRequired,
                _ => ProviderVerdict.Approved,
            },
            Code,
            NextAction: null,
            Authorized,
            Captured,
            Refunded,
            Voided,
            Sequence
        );
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true
)]
[JsonSerializable(typeof(SimulatedNews))]
internal sealed partial class HookJson : JsonSerializerContext;
