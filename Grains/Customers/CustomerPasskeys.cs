using System.Collections.Immutable;
using Commerce.EventSourcing;
using static Commerce.Customers.CustomerEvent;

namespace Commerce.Customers;

/// <summary>With what a customer signs in instead of a password.</summary>
public sealed partial record Customer
{
    /// <summary>In the order in which they were added.</summary>
    public ImmutableArray<Passkey> Passkeys { get; init; } = [];

    /// <summary>What was signed of late, until nobody may sign it any more.</summary>
    public Expiring<bool> Challenges { get; init; } = new();

    public Decision<Passkey, CustomerEvent> AddPasskey(PasskeyAdding asked, DateTimeOffset now)
    {
        if (!IsRegistered)
            return CustomerRejections.NotFound;
        if (IsOver(asked.Challenge, asked.Until, now))
            return CustomerRejections.ChallengeOver;
        if (Find(asked.Id) is not null)
            return CustomerRejections.PasskeyKnown;
        if (Passkeys.Length >= CustomerLimits.PasskeysMax)
            return CustomerRejections.TooManyPasskeys;

        return Told(
            after => after.Find(asked.Id)!,
            now,
            new PasskeyAdded(asked.Id, asked.Sealed, asked.Challenge, asked.Until, asked.Counter)
        );
    }

    /// <summary>Whether it is theirs; if not, it is a copy.</summary>
    public Decision<bool, CustomerEvent> UsePasskey(PasskeyUse use, DateTimeOffset now)
    {
        if (Find(use.Id) is not { } passkey)
            return CustomerRejections.InvalidPasskey;
        if (IsOver(use.Challenge, use.Until, now))
            return CustomerRejections.ChallengeOver;

        // One that does not count says nought for ever (WebAuthn, 6.1.1).
        var isNewer = use.Counter > passkey.Counter || (use.Counter, passkey.Counter) is (0, 0);
        return isNewer
            ? (true, new PasskeyUsed(use.Id, use.Challenge, use.Until, use.Counter))
            : (false, new PasskeyDoubted(use.Id, use.Challenge, use.Until, use.Counter));
    }

    public Decision<bool, CustomerEvent> RemovePasskey(PasskeyId id) =>
        Find(id) is null ? CustomerRejections.NoSuchPasskey : (true, new PasskeyRemoved(id));

    private bool IsOver(string challenge, DateTimeOffset until, DateTimeOffset now) =>
        until <= now
        || until > now + CustomerLimits.ChallengeLife + Deadline.Skew
        || Forget(now).Challenges.Contains(challenge);

    private Passkey? Find(PasskeyId id) => Passkeys.FirstOrDefault(each => each.Id == id);

    private Customer Answer(string challenge, DateTimeOffset until) =>
        this with
        {
            Challenges = Challenges.Set(challenge, value: true, until),
        };

    private Customer Add(PasskeyAdded e, DateTimeOffset at) =>
        Answer(e.Challenge, e.Until) with
        {
            Passkeys = Passkeys.Add(new(e.Passkey, e.Sealed, e.Counter, at)),
        };

    private Customer Use(PasskeyUsed e, DateTimeOffset at) =>
        Answer(e.Challenge, e.Until)
            .Change(e.Passkey, each => each with { Counter = e.Counter, UsedAt = at });

    private Customer Doubt(PasskeyDoubted e, DateTimeOffset at) =>
        Answer(e.Challenge, e.Until).Change(e.Passkey, each => each with { DoubtedAt = at });

    private Customer Change(PasskeyId id, Func<Passkey, Passkey> change) =>
        this with
        {
            Passkeys = [.. Passkeys.Select(each => each.Id == id ? change(each) : each)],
        };
}
