using Commerce.EventSourcing;
using static Commerce.Customers.CustomerEvent;

namespace Commerce.Customers;

/// <summary>How a customer proves that an address is theirs, and gets into their account.</summary>
public sealed partial record Customer
{
    /// <summary>What a mail asked last, until it is answered.</summary>
    public Mailed<EmailQuestioned>? Questioned { get; init; }

    /// <summary>What a mail offered last, until it is taken.</summary>
    public Mailed<ResetBegun>? Reset { get; init; }

    public Decision<bool, CustomerEvent> QuestionEmail(
        string token,
        string emailKey,
        string email,
        DateTimeOffset now
    ) =>
        !IsRegistered ? CustomerRejections.NotFound
        : EmailKey == emailKey && IsEmailVerified ? CustomerRejections.AlreadyVerified
        : Questioned?.At + CustomerLimits.MailPause is { } next && next > now
            ? CustomerRejections.AskedJustNow(next - now)
        : (
            true,
            new EmailQuestioned(token, emailKey, email, now + CustomerLimits.VerificationLife)
        );

    /// <summary>What to claim before the question is answered.</summary>
    public Decision<EmailQuestioned, CustomerEvent> PlanVerification(
        string token,
        DateTimeOffset now
    ) =>
        IsRegistered
        && Questioned is { What: var asked }
        && asked.Token == token
        && asked.Until > now
            ? asked
            : CustomerRejections.InvalidToken;

    public Decision<bool, CustomerEvent> VerifyEmail(
        string token,
        Deadline notAfter,
        DateTimeOffset now
    )
    {
        if (notAfter.HasPassed(now))
            return Rejections.TooLate;

        var planned = PlanVerification(token, now).Reply;
        return planned.IsAccepted
            ? (true, new EmailVerified(planned.Value.EmailKey, planned.Value.Email))
            : planned.Rejection;
    }

    public Decision<bool, CustomerEvent> BeginReset(string token, DateTimeOffset now) =>
        !IsRegistered ? CustomerRejections.NotFound
        : Reset?.At + CustomerLimits.MailPause is { } next && next > now
            ? CustomerRejections.AskedJustNow(next - now)
        : (true, new ResetBegun(token, now + CustomerLimits.ResetLife));

    public Decision<bool, CustomerEvent> ResetPassword(
        string token,
        string password,
        DateTimeOffset now
    ) =>
        IsRegistered
        && Reset is { What: var offered }
        && offered.Token == token
        && offered.Until > now
            ? SetPassword(password, except: null, now)
            : CustomerRejections.InvalidToken;

    public Decision<bool, CustomerEvent> ChangePassword(
        string password,
        string? replaces,
        SessionId? except,
        DateTimeOffset now
    ) =>
        !IsRegistered ? CustomerRejections.NotFound
        : Password != replaces ? Rejections.Stale
        : SetPassword(password, except, now);

    /// <summary>Whoever is signed in elsewhere may be why they change it.</summary>
    private Decision<bool, CustomerEvent> SetPassword(
        string password,
        SessionId? except,
        DateTimeOffset now
    ) => new(true, [new PasswordChanged(password), .. EndSessions(except, now).Events]);

    /// <summary>A link that was mailed to an address before it was changed is void.</summary>
    private Customer Verify(EmailVerified e) =>
        this with
        {
            EmailKey = e.EmailKey,
            Email = e.Email,
            IsEmailVerified = true,
            Questioned = null,
            Reset = EmailKey == e.EmailKey ? Reset : null,
        };
}

/// <summary>What a mail says, and when it was written.</summary>
public sealed record Mailed<T>(T What, DateTimeOffset At);
