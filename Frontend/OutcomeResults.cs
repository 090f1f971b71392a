using System.Data.Common;
using System.Text.Json;
using System.Text.RegularExpressions;
using Commerce.Http;
using Microsoft.EntityFrameworkCore;

namespace Commerce;

/// <summary>Turns a grain's answer into HTTP. The only place that knows failing statuses.</summary>
internal static partial class OutcomeResults
{
    /// <summary>What was asked for, or the problem that stands in its way.</summary>
    public static IResult Match<T>(this Outcome<T> outcome, Func<T, IResult> accepted) =>
        outcome.IsAccepted ? accepted(outcome.Value) : outcome.Rejection.ToProblem();

    public static Problem ToProblem(this Rejection rejection) =>
        new(StatusOf(rejection.Kind), rejection.Code, rejection.Detail)
        {
            Errors = rejection.Data.IsDefault ? [] : rejection.Data,
            Location = rejection.About is { } id ? Links.To(id) : null,
            RetryAfter = WaitOf(rejection),
        };

    private static TimeSpan? WaitOf(Rejection rejection) =>
        rejection is { Kind: RejectionKind.TooMany, Data.IsDefault: false }
        && rejection.Data.FirstOrDefault(each => each.Name is "retryAfter")?.Number is { } seconds
            ? TimeSpan.FromSeconds(seconds)
            : null;

    public static Problem NotFound { get; } =
        new(StatusCodes.Status404NotFound, "not_found", "There is nothing here.");

    /// <param name="where">In what part of the request the number was found.</param>
    public static Problem CardData(RejectionDatum where) =>
        new(
            StatusCodes.Status422UnprocessableEntity,
            "card_data_not_accepted",
            "Send a payment provider's token, never a card number."
        )
        {
            Errors = [where],
        };

    /// <summary>No rejection: what was asked for may have happened, or may not.</summary>
    public static Problem Of(Exception exception) =>
        exception switch
        {
            BadHttpRequestException { InnerException: CardDataException card } => CardData(
                new(JsonPointer.Of(card.Path), "code", "card_data_not_accepted")
            ),
            BadHttpRequestException { InnerException: JsonException json } => new(
                StatusCodes.Status400BadRequest,
                "malformed_request",
                "The body is not the JSON that this route takes."
            )
            {
                Errors = [new(JsonPointer.Of(json.Path), "code", "malformed_request")],
            },
            BadHttpRequestException { StatusCode: StatusCodes.Status400BadRequest } e => Unbound(
                BoundParameter().Match(e.Message).Groups["name"] is { Success: true } name
                    ? name.Value
                    : null
            ),
            BadHttpRequestException e => Of(e.StatusCode),
            JournalUnavailableException
            or JournalConflictException
            or TimeoutException
            or OperationCanceledException // By Orleans, when a silo dies while it is looked up.
            or IOException
            or DbException
            or DbUpdateException
            or InvalidOperationException { InnerException: DbException } // As EF Core says it.
            or Orleans.Runtime.OrleansException => Of(StatusCodes.Status503ServiceUnavailable),
            _ => Of(StatusCodes.Status500InternalServerError),
        };

    /// <summary>What an answer without a body says.</summary>
    public static Problem Of(int status)
    {
        var (code, detail) = status switch
        {
            401 => ("unauthorized", "Say who you are: a bearer token is missing or wrong."),
            403 => ("forbidden", "Your token does not allow this."),
            404 => ("not_found", "There is nothing here."),
            405 => ("method_not_allowed", "This method does nothing here."),
            406 => ("not_acceptable", "Accept what this route answers: application/json."),
            408 => ("request_timeout", "The request came too slowly."),
            413 => ("body_too_large", "The body is larger than this route takes."),
            415 => ("unsupported_media_type", "Send the body as application/json."),
            503 => ("dependency_down", "Something this needs is down. Try again."),
            >= 500 => ("internal_error", "Something went wrong here, not with your request."),
            _ => ("malformed_request", "The request is malformed."),
        };
        return new(status, code, detail);
    }

    /// <summary>What is missing, or not what it is to be: the body, or what is named.</summary>
    /// <param name="parameter">What is named, as the route does; <c>null</c>: the body.</param>
    public static Problem Unbound(string? parameter) =>
        new(
            StatusCodes.Status400BadRequest,
            "malformed_request",
            parameter is not null
                ? "A part of the path, the query or the headers is not what this route takes."
                : "The body is missing, or not what this route takes."
        )
        {
            Errors = parameter is not null
                ?
                [
                    new(
                        Pointer: null,
                        "parameter",
                        JsonNamingPolicy.CamelCase.ConvertName(parameter)
                    ),
                ]
                : [new(Pointer: null, "code", "malformed_request")],
        };

    [GeneratedRegex(
        """^Failed to bind parameter "\S+ (?<name>\w+)" from""",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1_000
    )]
    private static partial Regex BoundParameter();

    private static int StatusOf(RejectionKind kind) =>
        kind switch
        {
            RejectionKind.Invalid => StatusCodes.Status422UnprocessableEntity,
            RejectionKind.NotFound => StatusCodes.Status404NotFound,
            RejectionKind.Conflict => StatusCodes.Status409Conflict,
            RejectionKind.Unavailable => StatusCodes.Status503ServiceUnavailable,
            RejectionKind.PaymentRequired => StatusCodes.Status402PaymentRequired,
            RejectionKind.Forbidden => StatusCodes.Status403Forbidden,
            RejectionKind.Gone => StatusCodes.Status410Gone,
            RejectionKind.PreconditionFailed => StatusCodes.Status412PreconditionFailed,
            RejectionKind.Locked => StatusCodes.Status423Locked,
            RejectionKind.Moved => StatusCodes.Status308PermanentRedirect,
            RejectionKind.TooMany => StatusCodes.Status429TooManyRequests,
            RejectionKind.Unauthorized => StatusCodes.Status401Unauthorized,
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind."),
        };
}
