using System.Collections.Immutable;

namespace Commerce.Customers;

/// <summary>With what customers sign in instead of a password.</summary>
/// <remarks>
/// The edge judges what an authenticator signed; what must hold wherever and however often it is
/// sent is decided here: a challenge is answered once, and an authenticator counts upwards.
/// </remarks>
public partial interface ICustomerGrain
{
    /// <summary>The oldest first; none of an account that is closed.</summary>
    [Alias("passkeys")]
    Task<ImmutableArray<Passkey>> GetPasskeys();

    /// <summary>
    /// They may sign in with it from now on. Rejected with <c>challenge_over</c>,
    /// <c>passkey_known</c>, or <c>too_many_passkeys</c>.
    /// </summary>
    [Alias("add-passkey")]
    Task<Outcome<Passkey>> AddPasskey(PasskeyAdding adding);

    /// <summary>
    /// They sign in with it. Rejected with <c>invalid_passkey</c> if it is not there any more,
    /// <c>challenge_over</c>, and <c>passkey_copied</c> if it has not counted upwards: that is
    /// noted.
    /// </summary>
    [Alias("use-passkey")]
    Task<Outcome<CustomerTold>> UsePasskey(PasskeyUse use);

    /// <summary>Nobody signs in with it any more; <c>not_found</c> if it is not there.</summary>
    [Alias("remove-passkey")]
    Task<Outcome<bool>> RemovePasskey(PasskeyId passkey);
}

/// <param name="Sealed">Its name, and what it takes to judge it, sealed.</param>
/// <param name="Counter">How often it has signed, as it says; nought where it does not count.
/// </param>
/// <param name="DoubtedAt">When something signed as it and had not counted upwards.</param>
[GenerateSerializer, Immutable, Alias("commerce.customers.passkey")]
public sealed record Passkey(
    PasskeyId Id,
    string Sealed,
    uint Counter,
    DateTimeOffset AddedAt,
    DateTimeOffset? UsedAt = null,
    DateTimeOffset? DoubtedAt = null
);

/// <param name="Challenge">What it signed, and has not signed before.</param>
/// <param name="Until">How long that might be signed.</param>
[GenerateSerializer, Immutable, Alias("commerce.customers.passkey-adding")]
public sealed record PasskeyAdding(
    PasskeyId Id,
    string Sealed,
    uint Counter,
    string Challenge,
    DateTimeOffset Until
);

/// <param name="Counter">How often it has signed now, as it says.</param>
/// <param name="Challenge">What it signed, and has not signed before.</param>
/// <param name="Until">How long that might be signed.</param>
[GenerateSerializer, Immutable, Alias("commerce.customers.passkey-use")]
public sealed record PasskeyUse(PasskeyId Id, uint Counter, string Challenge, DateTimeOffset Until);
