using System.Globalization;
using System.Text.Json.Serialization;
using Commerce.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Commerce.Platform;

/// <summary>Events that a view could not take: the list, and another try.</summary>
internal static class DeadLetterEndpoints
{
    private const string List = "dead-letters";

    public static void MapDeadLetters(this IEndpointRouteBuilder routes)
    {
        var letters = routes.MapGroup("/admin/v1/dead-letters").WithTags("Platform");

        letters
            .MapGet("", Get)
            .RequireScope("ops:read")
            .Means("listDeadLetters", "The events that lists could not take, and why.")
            .Answers<PageBody<DeadLetterBody>>(200)
            .AnswersOnly(304);
        letters
            .MapPost("/{id}/redeliver", Redeliver)
            .RequireScope("ops:write")
            .Means("redeliverDeadLetter", "Makes the row of an event anew.")
            .Answers<DeadLetterBody>(200)
            .Refuses(404, "not_found")
            .Refuses(409, "still_undeliverable");
    }

    private static Task<IResult> Get(
        [AsParameters] PageRequest page,
        IGrainFactory grains,
        IOptions<JsonOptions> json
    ) =>
        page.Read(
            List,
            async (limit, after) =>
            {
                var read = await grains.DeadLetters().GetPage(limit, after);
                return new PageAnswer(
                    PageAnswer.Json(
                        read.Letters.Select(DeadLetterBody.From),
                        json.Value.SerializerOptions
                    )
                )
                {
                    Next = page.Sign(List, read.Next),
                };
            }
        );

    private static async Task<IResult> Redeliver(DeadLetterId id, IGrainFactory grains)
    {
        var delivered = await grains.DeadLetters().Redeliver(id.View, id.Position);
        return delivered.Match(letter => new Answer<DeadLetterBody>(DeadLetterBody.From(letter)));
    }
}

/// <summary>Which event for which view: <c>orders@1234</c>.</summary>
internal readonly record struct DeadLetterId(string View, long Position) : IParsable<DeadLetterId>
{
    public static DeadLetterId Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var id) ? id : throw new FormatException("No dead letter.");

    public static bool TryParse(string? s, IFormatProvider? provider, out DeadLetterId result)
    {
        result = default;
        if (
            s?.Split('@') is not [var view, var text]
            || !long.TryParse(
                text,
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var position
            )
        )
            return false;

        result = new(view, position);
        return true;
    }

    public override string ToString() => $"{View}@{Position}";
}

internal sealed record DeadLetterBody(
    string Id,
    string View,
    string Stream,
    long Version,
    string Reason
)
{
    public static DeadLetterBody From(DeadLetter letter) =>
        new(
            $"{new DeadLetterId(letter.View, letter.Position)}",
            letter.View,
            letter.Stream,
            letter.Version,
            letter.Reason
        );
}

[JsonSerializable(typeof(DeadLetterBody))]
internal sealed partial class DeadLetterHttpJson : JsonSerializerContext;
