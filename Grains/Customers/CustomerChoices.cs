using System.Collections.Immutable;
using Commerce.EventSourcing;
using Commerce.Inventory;
using static Commerce.Customers.CustomerEvent;

namespace Commerce.Customers;

/// <summary>What a customer says, agrees to and wishes for.</summary>
public sealed partial record Customer
{
    /// <summary>All of them, sealed; <c>null</c> where they never said any.</summary>
    public string? Preferences { get; init; }

    /// <summary>All that they ever said, the oldest first.</summary>
    public ImmutableArray<Consent> Consents { get; init; } = [];

    public ImmutableArray<string> Segments { get; init; } = [];

    public ImmutableArray<Wish> Wishes { get; init; } = [];

    public Decision<bool, CustomerEvent> ChangeProfile(string profile, string replaces) =>
        !IsRegistered ? CustomerRejections.NotFound
        : Profile != replaces ? Rejections.Stale
        : (true, new ProfileChanged(profile));

    public Decision<bool, CustomerEvent> ChangePreferences(string preferences) =>
        IsRegistered ? (true, new PreferencesChanged(preferences)) : CustomerRejections.NotFound;

    /// <summary>Whoever agreed can always take it back, however often they changed their mind.
    /// </summary>
    public Decision<ConsentTold, CustomerEvent> Agree(
        string purpose,
        string text,
        bool granted,
        DateTimeOffset now
    )
    {
        if (!IsRegistered)
            return CustomerRejections.NotFound;

        var last = Consents.LastOrDefault(each => each.Purpose == purpose);
        if (last is not null && last.Text == text && last.Granted == granted)
            return new ConsentTold(last, IsNews: false);
        if (
            Consents.Length >= CustomerLimits.ConsentsMax
            && (granted || last is not { Granted: true })
        )
            return CustomerRejections.TooManyConsents;

        return Told<ConsentTold>(
            after => new(after.Consents[^1], IsNews: true),
            now,
            new ConsentChanged(purpose, text, granted)
        );
    }

    public Decision<bool, CustomerEvent> AssignSegments(ImmutableArray<string> segments) =>
        !IsRegistered ? CustomerRejections.NotFound
        : Segments.SequenceEqual(segments) ? true
        : (true, new SegmentsAssigned(segments));

    public Decision<bool, CustomerEvent> Wish(Sku sku) =>
        !IsRegistered ? CustomerRejections.NotFound
        : IsWished(sku) ? false
        : Wishes.Length >= CustomerLimits.WishesMax ? CustomerRejections.TooManyWishes
        : (true, new Wished(sku));

    public Decision<bool, CustomerEvent> Unwish(Sku sku) =>
        IsWished(sku) ? (true, new Unwished(sku)) : CustomerRejections.NotWished;

    private bool IsWished(Sku sku) => Wishes.Any(each => each.Sku == sku);

    private Customer Agree(ConsentChanged e, DateTimeOffset at) =>
        this with
        {
            Consents = Consents.Add(new(e.Purpose, e.Text, e.Granted, at)),
        };
}
