using System.Collections.Immutable;
using Commerce.EventSourcing;
using Commerce.Inventory;

namespace Commerce.Customers;

/// <summary>What customers say of themselves, keep and agree to.</summary>
public sealed partial class CustomerGrain
{
    public Task<Outcome<CustomerTold>> ChangeProfile(
        string profile,
        string replaces,
        long? expected
    ) => Change(expected, customer => customer.ChangeProfile(profile, replaces));

    public Task<Outcome<CustomerTold>> ChangePreferences(string preferences, long? expected) =>
        Change(expected, customer => customer.ChangePreferences(preferences));

    public Task<Outcome<CustomerTold>> AssignSegments(
        ImmutableArray<string> segments,
        long? expected
    ) => Change(expected, customer => customer.AssignSegments(segments));

    public async Task<Outcome<CustomerBelongings>> GetBelongings()
    {
        var told = await Get();
        return told.IsAccepted
            ? new CustomerBelongings(
                State.Addresses,
                State.DefaultShipping,
                State.DefaultBilling,
                State.Preferences,
                State.Consents,
                State.Segments,
                State.Wishes,
                told.Value.WrappedKey,
                Version
            )
            : told.Rejection;
    }

    public Task<Outcome<AddressWritten>> PutAddress(AddressPutting putting) =>
        Transact((customer, now) => customer.PutAddress(putting, now));

    public Task<Outcome<bool>> RemoveAddress(AddressId address) =>
        Transact((customer, _) => customer.RemoveAddress(address));

    /// <summary>Whoever takes back what they agreed to is never sent away.</summary>
    public Task<Outcome<ConsentTold>> Agree(string purpose, string text, bool granted) =>
        granted
            ? Transact((customer, now) => customer.Agree(purpose, text, granted, now))
            : Settle((customer, now) => customer.Agree(purpose, text, granted, now));

    public Task<Outcome<bool>> Wish(Sku sku) => Transact((customer, _) => customer.Wish(sku));

    public Task<Outcome<bool>> Unwish(Sku sku) => Transact((customer, _) => customer.Unwish(sku));

    private async Task<Outcome<CustomerTold>> Change(
        long? expected,
        Func<Customer, Decision<bool, CustomerEvent>> decide
    )
    {
        var done = await Transact<bool>(
            (customer, _) =>
                expected is { } version && version != DecidedVersion
                    ? Rejections.Stale
                    : decide(customer)
        );
        return await Tell(done);
    }
}
