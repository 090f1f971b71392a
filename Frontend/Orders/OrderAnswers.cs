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
    public IResult Checkout(OrderTold order, int attempt, bool isReplay)
    {
        var tried = order.Attempts.FirstOrDefault(each => each.Number == attempt);
        return order.Status switch
        {
            _ when tried?.Outcome is AttemptOutcome.Declined => OrderRejections
                .Declined(order.Id, tried.DeclineCode)
                .ToProblem(),
            OrderStatus.Rejected or OrderStatus.Expired => (
                order.Reason! with
                {
                    About = order.Id.Value,
                }
            ).ToProblem(),
            OrderStatus.Cancelled => OrderRejections.InvalidTransition(order.Status).ToProblem(),
            OrderStatus.Confirmed or OrderStatus.Suspended => Tell(
                order,
                StatusCodes.Status201Created,
                isReplay
            ),
            _ => Tell(order, StatusCodes.Status202Accepted, isReplay),
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

    /// <summary>Who bought it; <c>null</c> if they were forgotten.</summary>
    public async Task<ContactBody?> Contact(OrderTold order) =>
        await grains.Order(order.Id).GetSubjectKey() is { } wrapped
            ? JsonSerializer.Deserialize<ContactBody>(
                sealer.Open(order.Contact, wrapped.AsSpan()),
                json.Value.SerializerOptions
            )
            : null;

    /// <summary>The order with who bought it, unless they were forgotten.</summary>
    public async Task<IResult> Read(OrderTold order)
    {
        var contact = await Contact(order);
        return new Answer<OrderBody>(OrderBody.From(order, contact, accessToken: null))
        {
            Version = order.Version,
            Beside = order.Payments.Sum(payment => payment.Version),
        };
    }

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
    public (string Sealed, byte[] WrappedKey) Seal(CheckoutRequest request) =>
        sealer.Seal(
            JsonSerializer.Serialize(
                new ContactBody(request.Email, request.ShippingAddress),
                json.Value.SerializerOptions
            )
        );
}
