using System.Text.Json.Serialization;
using Commerce.Carts;

namespace Commerce.FlashSales;

/// <param name="Cart">A guest's: whose ticket it is, and who is admitted by it. An account may name
/// any, or none.</param>
/// <param name="Work">A guest's nonce: see <see cref="WorkProof"/>.</param>
internal sealed record JoinRequest(CartId? Cart = null, string? Work = null);

/// <summary>A place in a waiting room.</summary>
/// <param name="State"><c>waiting</c>, <c>admitted</c> or <c>expired</c>.</param>
/// <param name="PollAfter">Seconds until it may be asked for again.</param>
/// <param name="Hash">As it stands in the published set.</param>
/// <param name="Position">1 for whoever is next. It never grows.</param>
/// <param name="Eta">Seconds until it is let in, at the pace of now.</param>
/// <param name="Admission">What lets its owner put units into a cart until then.</param>
internal sealed record TicketBody(
    string Id,
    string State,
    int PollAfter,
    string Hash,
    long? Position = null,
    long? Eta = null,
    string? Admission = null,
    DateTimeOffset? ExpiresAt = null
);

/// <summary>What the draw can be done again with, and what that proves.</summary>
/// <param name="Commit">SHA-256 of the seed, published before the set was closed.</param>
/// <param name="Root">Over the closed set, published before the seed.</param>
/// <param name="Count">Tickets in the draw.</param>
internal sealed record ProofBody(
    SaleId Sale,
    string Commit,
    string? Seed,
    string Root,
    long Count,
    string Note
);

[JsonSerializable(typeof(JoinRequest))]
[JsonSerializable(typeof(TicketBody))]
[JsonSerializable(typeof(ProofBody))]
internal sealed partial class TicketHttpJson : JsonSerializerContext;
