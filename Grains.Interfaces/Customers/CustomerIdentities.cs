using System.Collections.Immutable;

namespace Commerce.Customers;

/// <summary>Who customers are elsewhere, where they may sign in instead of here.</summary>
public partial interface ICustomerGrain
{
    /// <summary>
    /// Lets them sign in elsewhere, too. Rejected with <c>identity_taken</c> if that is another
    /// customer; with <c>email_unverified</c> unless the account's address was shown to be theirs,
    /// or those elsewhere vouch for it; with <c>too_many_identities</c>.
    /// </summary>
    /// <param name="vouched">The mark of an address which those elsewhere know to be
    /// theirs.</param>
    [Alias("link-identity")]
    Task<Outcome<bool>> LinkIdentity(GivenIdentity identity, string? vouched, Deadline notAfter);

    /// <summary>
    /// They sign in there no more. Rejected with <c>last_way_in</c> if they could not sign in at
    /// all any more, <c>not_found</c> if it is not linked.
    /// </summary>
    [Alias("unlink-identity")]
    Task<Outcome<bool>> UnlinkIdentity(string key, Deadline notAfter);

    /// <summary>The oldest first.</summary>
    [Alias("identities")]
    Task<ImmutableArray<LinkedIdentity>> GetIdentities();
}

/// <summary>Who somebody is elsewhere.</summary>
/// <param name="Key">A mark of who says so and of whom.</param>
/// <param name="Sealed">Who says so and of whom, sealed.</param>
[GenerateSerializer, Immutable, Alias("commerce.customers.given-identity")]
public sealed record GivenIdentity(string Key, string Sealed);

/// <summary>The same, and since when it leads to the account.</summary>
[GenerateSerializer, Immutable, Alias("commerce.customers.linked-identity")]
public sealed record LinkedIdentity(string Key, string Sealed, DateTimeOffset At);
