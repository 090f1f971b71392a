using System.Text.Json;
using System.Text.Json.Serialization;

namespace PaymentSimulator;

/// <summary>
/// News of a charge that waits to be sent; the same event may wait more than once.
/// </summary>
internal sealed record Notice(string Event, byte[] Body, DateTimeOffset Due)
{
    public static Notice Of(Charge charge, DateTimeOffset now)
    {
        var id = $"evt_{Guid.CreateVersion7(now):N}";
        var body = new WebhookBody(
            id,
            "payment.updated",
            charge.Key,
            charge.Id,
            charge.Status,
            charge.Code,
            charge.Authorized,
            charge.Captured,
            charge.Refunded,
            charge.Voided,
            charge.Currency,
            charge.Sequence
        );
        return new(id, JsonSerializer.SerializeToUtf8Bytes(body, Json.Default.WebhookBody), now);
    }

    /// <summary>
    /// What is sent of a new charge. Nothing of one whose answer says it all; of one that repeats
    /// the older sequence comes, twice, after the newer, which overtakes the answer.
    /// </summary>
    public static (IReadOnlyList<Notice> Later, Notice? Early) OfNew(
        Charge charge,
        Behaviour behaviour,
        TimeSpan late,
        DateTimeOffset now
    )
    {
        if (behaviour.IsSlow)
            return ([Of(charge, now)], null);
        if (behaviour.LosesAnswer)
            return ([Of(charge, now) with { Due = now + late }], null);
        if (!behaviour.Repeats)
            return ([], null);

        var newer = Of(charge, now);
        var asking = charge with
        {
            Status = AnswerStatus.ActionRequired,
            Authorized = 0,
            Sequence = charge.Sequence - 1,
        };
        var older = Of(asking, now) with { Due = now + late };
        return ([older, newer with { Due = now + late }, older], newer);
    }

    /// <summary>
    /// What is sent of a change: at once, and late again where the token repeats.
    /// </summary>
    public static IReadOnlyList<Notice> OfChange(Charge charge, TimeSpan late, DateTimeOffset now)
    {
        var notice = Of(charge, now);
        return Behaviour.OfToken(charge.Token) is { Repeats: true }
            ? [notice, notice with { Due = now + late }]
            : [notice];
    }
}

/// <summary>What a webhook says: the charge as it was at that sequence.</summary>
internal sealed record WebhookBody(
    string Id,
    string Type,
    string Key,
    string Charge,
    AnswerStatus Status,
    string? Code,
    long Authorized,
    long Captured,
    long Refunded,
    long Voided,
    string Currency,
    long Sequence
);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(WebhookBody))]
internal sealed partial class Json : JsonSerializerContext;
