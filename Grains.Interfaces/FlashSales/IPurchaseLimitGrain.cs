namespace Commerce.FlashSales;

/// <summary>
/// How many units of a sale one identity (an account, an e-mail address, a phone number, a means of
/// payment, a cart) may have, ever. What is claimed counts, paid or not; what is given back does
/// not.
/// </summary>
/// <remarks>
/// Known only by a hash under the sale's key. Each command is refused with <c>deadline_passed</c>
/// after its deadline. A claim that was released before it came is refused.
/// </remarks>
[Alias("commerce.flash-sales.purchase-limit")]
public interface IPurchaseLimitGrain : IAlarmed
{
    /// <summary>
    /// Claims units for a holder (an order, or a cart's hold), once: asked again, it is the same,
    /// but for an end that is later than before. Rejected with <c>purchase_limit_reached</c> (with
    /// what is left), with <c>admission_spent</c> where another holder has spent that admission,
    /// with <c>quantity_out_of_range</c>, and with <c>reservation_expired</c> where the holder gave
    /// back.
    /// </summary>
    [Alias("claim")]
    Task<Outcome<LimitStanding>> Claim(LimitClaim claim, Deadline notAfter);

    /// <summary>
    /// Gives a claim's units back. Never rejected in time; a holder that has claimed nothing is
    /// refused from then on.
    /// </summary>
    [Alias("release")]
    Task<Outcome<LimitStanding>> Release(string holder, Deadline notAfter);

    [Alias("get")]
    Task<LimitStanding> Get();
}

/// <param name="Holder">Whoever asks, 1 to 80 characters.</param>
/// <param name="Units">1 to 1,000.</param>
/// <param name="Max">How many units the identity may have in all.</param>
/// <param name="Until">When the claim is gone by itself; one that comes after that is too late.
/// <c>null</c>: it lasts until it is given back, which its holder must be sure to do.</param>
/// <param name="Replaces">A holder whose claim this one takes over, and who may claim no more.
/// </param>
/// <param name="Admission">An admission that is spent by this claim. Whoever spent it may claim
/// with it again; so may who takes over from them.</param>
[GenerateSerializer, Immutable, Alias("commerce.flash-sales.limit-claim")]
public sealed record LimitClaim(
    string Holder,
    int Units,
    int Max,
    DateTimeOffset? Until,
    string? Replaces = null,
    string? Admission = null
);

/// <param name="Claimed">Units claimed, and not given back.</param>
[GenerateSerializer, Immutable, Alias("commerce.flash-sales.limit-standing")]
public sealed record LimitStanding(long Claimed);
