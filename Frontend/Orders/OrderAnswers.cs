using System.Text.Json;
using Commerce.Http;
using Commerce.Secrets;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Commerce.Orders;

/// <summary>
/// What is answered of an order: to whoever checks it out, reads it or works on it.
/// </summary>
internal sealed class OrderAnswers(
    ServerKeys keys,
    Sealer sealer,
    IGrainFactory grains,
    IOptions<JsonOptions> json
)
{
    /// <summary>What became of an attempt to pay, as its key is answered for ever.</summary>
    public IResult Checkout(OrderTold order, int attempt, bool isReplay) =>
        Objection(order, attempt) is { } objection
            ? objection.ToProblem()
            : Tell(
                order,
                order.Status is OrderStatus.Confirmed or OrderStatus.Suspended
                    ? StatusCodes.Status201Created
                    : StatusCodes.Status202Accepted,
                isReplay
            );

    /// <summary>Why an attempt to pay came to nothing; <c>null</c> where it may yet.</summary>
    public static Rejection? Objection(OrderTold order, int attempt)
    {
        var tried = order.Attempts.FirstOrDefault(each => each.Number == attempt);
        return order.Status switch
        {
            _ when tried?.Outcome is AttemptOutcome.Declined => OrderRejections.Declined(
                order.Id,
                tried.DeclineCode
            ),
            OrderStatus.Rejected or OrderStatus.Expired => order.Reason! with
            {
                About = order.Id.Value,
            },
            OrderStatus.Cancelled => OrderRejections.InvalidTransition(order.Status),
            _ => null,
        };
    }

    /// <summary>The order for its buyer, with the token that reaches it.</summary>
    public IResult Tell(OrderTold order, int status, bool isReplay) =>
        new Answer<OrderBody>(
            OrderBody.From(order, contact: null, keys.AccessToken(order.Id.Value)),
            status
        )
        {
            Version = order.Version,
            Beside = order.Payments.Sum(payment => payment.Version),
            Location = Links.To(order.Id.Value),
            IsReplay = isReplay,
        };

    /// <summary>The order with who bought it, unless they were forgotten.</summary>
    public async Task<IResult> Read(OrderTold order)
    {
        var contact = await GetContact(order);
        return new Answer<OrderBody>(
            OrderBody.From(order, contact, accessToken: null) with
            {
                Redacted = contact is null ? true : null,
            }
        )
        {
            Version = order.Version,
            Beside = order.Payments.Sum(payment => payment.Version),
        };
    }

    /// <summary>Who bought it and where it goes; <c>null</c> once they were forgotten.</summary>
    public async Task<ContactBody?> GetContact(OrderTold order) =>
        await grains.Order(order.Id).GetSubjectKey() is { } wrapped
            ? JsonSerializer.Deserialize<ContactBody>(
                sealer.Open(order.Contact, wrapped.AsSpan()),
                json.Value.SerializerOptions
            )
            : null;

    /// <summary>A cancelled order, or one that is cancelled once its payment is known.</summary>
    public IResult Cancelled(OrderTold order) =>
        Tell(
            order,
            order.Status is OrderStatus.Cancelled
                ? StatusCodes.Status200OK
                : StatusCodes.Status202Accepted,
            order.IsReplay
        );

    /// <summary>Seals who buys it and where it goes.</summary>
    public (string Sealed, byte[] WrappedKey) Seal(ContactBody contact) =>
        sealer.Seal(JsonSerializer.Serialize(contact, json.Value.SerializerOptions));
}
