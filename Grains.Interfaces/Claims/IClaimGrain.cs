namespace Commerce.Claims;

/// <summary>
/// One value that nobody else may have: a SKU, a slug, a merchant's key. Claimed first, then
/// written by its owner, then confirmed; what is never confirmed is freed by itself.
/// </summary>
/// <remarks>
/// Its key is <c>kind/value</c>. An owner is an id, <c>prd_…</c>; a deadline names the attempt of
/// the owner's that asks, and is past when that attempt writes nothing more.
/// </remarks>
[Alias("commerce.claims.claim")]
public interface IClaimGrain : IAlarmed
{
    /// <summary>
    /// Takes the value if nobody has it, and answers who has it now: the asker, or another.
    /// </summary>
    [Alias("claim")]
    Task<Outcome<string>> Claim(string owner, Deadline notAfter);

    /// <summary>The owner's attempt has written that the value is its own.</summary>
    [Alias("confirm")]
    Task Confirm(string owner, Deadline notAfter);

    /// <summary>
    /// The owner's attempt is about to give the value up: should it die half-way, the owner is
    /// asked.
    /// </summary>
    [Alias("doubt")]
    Task Doubt(string owner, Deadline notAfter);

    /// <summary>
    /// The owner's attempt has given the value up, which it doubted before. Harmless if it is
    /// another's by now, or if another attempt of the owner's wants it.
    /// </summary>
    [Alias("release")]
    Task Release(string owner, Deadline notAfter);

    /// <summary>Who has the value, confirmed or not, as journalled.</summary>
    [Alias("owner")]
    Task<string?> GetOwner();

    /// <summary>Who gave the value up last; <c>null</c> if nobody ever did.</summary>
    [Alias("former-owner")]
    Task<string?> GetFormerOwner();
}
