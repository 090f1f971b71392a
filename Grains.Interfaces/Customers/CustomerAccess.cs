namespace Commerce.Customers;

/// <summary>How customers prove that an address is theirs, and get into their account.</summary>
/// <remarks>Tokens are hashes of what mails say: the journal has no link.</remarks>
public partial interface ICustomerGrain
{
    /// <summary>
    /// A mail is about to ask whether an address is theirs; an older question is void. Rejected
    /// with <c>email_taken</c>, <c>already_verified</c>, or <c>rate_limited</c> within
    /// <see cref="CustomerLimits.MailPause"/> of the last.
    /// </summary>
    /// <param name="emailKey">The mark of the address: the one they have, or another.</param>
    /// <param name="email">The address, sealed.</param>
    [Alias("question-email")]
    Task<Outcome<CustomerTold>> QuestionEmail(string token, string emailKey, string email);

    /// <summary>
    /// The question is answered: the address is theirs, and claimed from now on; the one before it,
    /// if it is another, is not. Rejected with <c>invalid_token</c> or <c>email_taken</c>.
    /// </summary>
    [Alias("verify-email")]
    Task<Outcome<EmailChange>> VerifyEmail(string token, Deadline notAfter);

    /// <summary>
    /// A mail is about to let them choose another password; an older one is void. Rejected with
    /// <c>rate_limited</c> within <see cref="CustomerLimits.MailPause"/> of the last.
    /// </summary>
    [Alias("begin-reset")]
    Task<Outcome<CustomerTold>> BeginReset(string token);

    /// <summary>
    /// Sets the password that they chose by a mail, and ends every session: once for each mail,
    /// else <c>invalid_token</c>.
    /// </summary>
    /// <param name="password">Its hash, sealed.</param>
    [Alias("reset-password")]
    Task<Outcome<CustomerTold>> ResetPassword(string token, string password);

    /// <summary>
    /// Sets another password, and ends every session but one. <c>precondition_failed</c> if the
    /// one that was compared is theirs no longer.
    /// </summary>
    /// <param name="password">Its hash, sealed.</param>
    /// <param name="replaces">The one before, if they had any.</param>
    [Alias("change-password")]
    Task<Outcome<CustomerTold>> ChangePassword(
        string password,
        string? replaces,
        SessionId? except
    );
}

/// <param name="FormerEmail">The address that was theirs before, sealed; if it is another.</param>
[GenerateSerializer, Immutable, Alias("commerce.customers.email-change")]
public sealed record EmailChange(CustomerTold Customer, string? FormerEmail);
