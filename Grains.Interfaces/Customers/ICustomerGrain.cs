using System.Collections.Immutable;
using Commerce.Claims;

namespace Commerce.Customers;

/// <summary>
/// One customer's account: who they are (sealed under a key of their own, which the edge has
/// wrapped), and where they are signed in. Its key is the customer's id.
/// </summary>
[Alias("commerce.customers.customer")]
public partial interface ICustomerGrain : IAlarmed, IClaimant
{
    /// <summary>
    /// Opens the account, unless the e-mail address is another's: <c>email_taken</c>; or who others
    /// say that it is: <c>identity_taken</c>. The same registration again answers the same.
    /// </summary>
    [Alias("register")]
    Task<Outcome<CustomerTold>> Register(Registration registration, Deadline notAfter);

    /// <summary>
    /// The account; <c>not_found</c> if there is none, <c>erased</c> once its key is destroyed.
    /// </summary>
    [Alias("get")]
    Task<Outcome<CustomerTold>> Get();

    /// <summary>
    /// They have signed in, or may stay so until later. The oldest ends where there are more than
    /// <see cref="CustomerLimits.SessionsMax"/>. Rejected with <c>session_ended</c> if it has.
    /// </summary>
    /// <param name="session">Names it.</param>
    /// <param name="device">What they signed in with, sealed.</param>
    /// <param name="until">When no token of it is good any more.</param>
    [Alias("begin-session")]
    Task<Outcome<CustomerSession>> BeginSession(
        SessionId session,
        string device,
        DateTimeOffset until
    );

    /// <summary>Whether tokens of that session are good.</summary>
    [Alias("has-session")]
    Task<bool> HasSession(SessionId session);

    /// <summary>
    /// No token of it is good from now on, nor does it begin again. <c>not_found</c> if it is not
    /// there.
    /// </summary>
    [Alias("end-session")]
    Task<Outcome<bool>> EndSession(SessionId session);

    /// <summary>Ends all sessions but one, or all; answers how many those were.</summary>
    [Alias("end-sessions")]
    Task<Outcome<int>> EndSessions(SessionId? except);

    /// <summary>What they may do here, by the names of roles; most customers nothing.</summary>
    [Alias("roles")]
    Task<ImmutableArray<string>> GetRoles();

    /// <summary>
    /// Gives them these roles and takes all others from them; how that then stands. Rejected with
    /// <c>not_found</c> if there is no such account.
    /// </summary>
    /// <param name="by">Which operator does it.</param>
    [Alias("set-roles")]
    Task<Outcome<ImmutableArray<string>>> SetRoles(ImmutableArray<string> roles, string by);

    /// <summary>Where they are signed in, what ends first before what ends later.</summary>
    [Alias("sessions")]
    Task<ImmutableArray<CustomerSession>> GetSessions();

    /// <summary>
    /// Closes the account for good: it is <c>erased</c> to whoever asks, and its sessions end.
    /// <c>not_found</c> if there is none.
    /// </summary>
    [Alias("close")]
    Task<Outcome<ClosedAccount>> Close();

    /// <summary>
    /// Gives the e-mail address of a closed account back, and who they are elsewhere, for whoever
    /// registers with it next.
    /// </summary>
    [Alias("forget")]
    Task Forget(Deadline notAfter);
}

/// <param name="VerifiedEmailKey">The mark of the address, if it was shown to be theirs and was
/// not given back.</param>
[GenerateSerializer, Immutable, Alias("commerce.customers.closed-account")]
public sealed record ClosedAccount(string? VerifiedEmailKey);

/// <summary>Who wants an account. All but the key of the address is sealed.</summary>
/// <param name="Password">Its hash; <c>null</c> for who signs in elsewhere.</param>
/// <param name="WrappedKey">What all of it is sealed under.</param>
/// <param name="IsEmailVerified">Whether somebody who is trusted says it is theirs.</param>
/// <param name="Identity">How they sign in elsewhere.</param>
[GenerateSerializer, Immutable, Alias("commerce.customers.registration")]
public sealed record Registration(
    string EmailKey,
    string Email,
    string Profile,
    string? Password,
    ImmutableArray<byte> WrappedKey,
    bool IsEmailVerified = false,
    GivenIdentity? Identity = null
);

/// <summary>An account as its edge is told of it: sealed, and the key to that.</summary>
[GenerateSerializer, Immutable, Alias("commerce.customers.customer-told")]
public sealed record CustomerTold(
    CustomerId Id,
    string EmailKey,
    string Email,
    bool IsEmailVerified,
    string Profile,
    string? Password,
    DateTimeOffset RegisteredAt,
    ImmutableArray<byte> WrappedKey,
    long Version
);

/// <summary>Where a customer is signed in.</summary>
/// <param name="Device">What they signed in with, sealed.</param>
[GenerateSerializer, Immutable, Alias("commerce.customers.session")]
public sealed record CustomerSession(
    SessionId Id,
    string Device,
    DateTimeOffset BegunAt,
    DateTimeOffset Until
);

/// <summary>How much there may be of what belongs to a customer.</summary>
public static class CustomerLimits
{
    /// <summary>The kind of claim that an e-mail address is; its value is a mark of it.</summary>
    public const string EmailClaim = "email";

    /// <summary>The kind of claim that it is to be somebody elsewhere.</summary>
    public const string IdentityClaim = "identity";

    /// <summary>So many ways to sign in elsewhere lead to one account.</summary>
    public const int IdentitiesMax = 20;

    /// <summary>So many sign-ins last at once.</summary>
    public const int SessionsMax = 50;

    public const int AddressesMax = 50;

    /// <summary>To so many things, or changes of mind, customers may agree.</summary>
    public const int ConsentsMax = 500;

    public const int SegmentsMax = 50;

    public const int WishesMax = 200;

    public const int PasskeysMax = 20;

    /// <summary>How long a passkey may take to sign what it is asked.</summary>
    public static readonly TimeSpan ChallengeLife = TimeSpan.FromMinutes(5);

    /// <summary>Between two mails of a kind that somebody asks for.</summary>
    public static readonly TimeSpan MailPause = TimeSpan.FromMinutes(1);

    /// <summary>How long the link in a mail that asks whose it is may be followed.</summary>
    public static readonly TimeSpan VerificationLife = TimeSpan.FromDays(1);

    /// <summary>How long the link to another password may be followed.</summary>
    public static readonly TimeSpan ResetLife = TimeSpan.FromMinutes(30);

    /// <summary>The longest that a session may last from when it is begun or prolonged.</summary>
    public static readonly TimeSpan SessionMax = TimeSpan.FromDays(90);

    /// <summary>
    /// How long an account is kept to which nobody signs in, and whose address nobody has shown to
    /// be theirs.
    /// </summary>
    public static readonly TimeSpan UnusedMax = TimeSpan.FromDays(180);
}
