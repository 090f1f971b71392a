namespace Commerce.Customers;

public static class CustomerRejections
{
    public static Rejection NotFound { get; } =
        new("not_found", RejectionKind.NotFound, "There is no such account.");

    public static Rejection Erased { get; } =
        new("erased", RejectionKind.Gone, "This account was erased.");

    public static Rejection EmailTaken { get; } =
        new(
            "email_taken",
            RejectionKind.Conflict,
            "There is an account with this e-mail address. Sign in, or ask for a new password.",
            Data: [new("/email", "code", Text: "email_taken")]
        );

    public static Rejection AlreadyRegistered { get; } =
        new("already_registered", RejectionKind.Conflict, "There is such an account already.");

    public static Rejection SessionEnded { get; } =
        new("session_ended", RejectionKind.Conflict, "This session has ended.");

    public static Rejection SessionTooLong { get; } =
        new("duration_out_of_range", RejectionKind.Invalid, "No session lasts as long as that.");

    public static Rejection NoSuchSession { get; } =
        new("not_found", RejectionKind.NotFound, "There is no such session.");

    /// <summary>Used, replaced by a newer one, too old, or made up.</summary>
    public static Rejection InvalidToken { get; } =
        new(
            "invalid_token",
            RejectionKind.Invalid,
            "This link is good no longer. Ask for another one.",
            Data: [new("/token", "code", Text: "invalid_token")]
        );

    public static Rejection AlreadyVerified { get; } =
        new("already_verified", RejectionKind.Conflict, "This is known to be their address.");

    public static Rejection IdentityTaken { get; } =
        new("identity_taken", RejectionKind.Conflict, "This leads to another account already.");

    public static Rejection NoSuchIdentity { get; } =
        new("not_found", RejectionKind.NotFound, "They do not sign in there.");

    public static Rejection TooManyIdentities { get; } =
        new("too_many_identities", RejectionKind.Conflict, "They sign in at too many places.");

    public static Rejection EmailUnverified { get; } =
        new(
            "email_unverified",
            RejectionKind.Conflict,
            "The e-mail address of the account was not shown to be theirs yet."
        );

    public static Rejection LastWayIn { get; } =
        new("last_way_in", RejectionKind.Conflict, "They could not sign in any more.");

    public static Rejection NoSuchAddress { get; } =
        new("not_found", RejectionKind.NotFound, "There is no such address.");

    public static Rejection TooManyAddresses { get; } =
        new("too_many_addresses", RejectionKind.Conflict, "The address book is full.");

    public static Rejection TooManyConsents { get; } =
        new("too_many_consents", RejectionKind.Conflict, "They agreed to too much already.");

    public static Rejection TooManyWishes { get; } =
        new("too_many_wishes", RejectionKind.Conflict, "The wishlist is full.");

    public static Rejection NotWished { get; } =
        new("not_found", RejectionKind.NotFound, "That is not on the wishlist.");

    /// <summary>Said of wrong passwords and of unknown addresses alike.</summary>
    public static Rejection InvalidCredentials { get; } =
        new(
            "invalid_credentials",
            RejectionKind.Unauthorized,
            "There is no account with this e-mail address and this password."
        );

    /// <summary>Made up, removed, or not verified: told alike.</summary>
    public static Rejection InvalidPasskey { get; } =
        new(
            "invalid_passkey",
            RejectionKind.Unauthorized,
            "This passkey is not known here, or could not be verified."
        );

    /// <summary>Too late, or for the second time.</summary>
    public static Rejection ChallengeOver { get; } =
        new(
            "challenge_over",
            RejectionKind.Unauthorized,
            "What the passkey was asked has been answered before, or too late."
        );

    public static Rejection PasskeyCopied { get; } =
        new(
            "passkey_copied",
            RejectionKind.Unauthorized,
            "This passkey has been used elsewhere since: there may be a copy of it."
        );

    public static Rejection PasskeyKnown { get; } =
        new("passkey_known", RejectionKind.Conflict, "They have this passkey already.");

    public static Rejection TooManyPasskeys { get; } =
        new("too_many_passkeys", RejectionKind.Conflict, "They have too many passkeys already.");

    public static Rejection NoSuchPasskey { get; } =
        new("not_found", RejectionKind.NotFound, "There is no such passkey.");

    /// <param name="wait">After how long another mail may be asked for.</param>
    public static Rejection AskedJustNow(TimeSpan wait) =>
        new(
            "rate_limited",
            RejectionKind.TooMany,
            "A mail was sent just now. Wait as long as Retry-After says.",
            Data:
            [
                new(Pointer: null, "retryAfter", Number: (long)double.Ceiling(wait.TotalSeconds)),
            ]
        );

    /// <param name="wait">After how long another attempt may be made.</param>
    public static Rejection SignInLocked(TimeSpan wait) =>
        new(
            "sign_in_locked",
            RejectionKind.TooMany,
            "Too many wrong passwords were tried. Wait as long as Retry-After says.",
            Data:
            [
                new(Pointer: null, "retryAfter", Number: (long)double.Ceiling(wait.TotalSeconds)),
            ]
        );
}
