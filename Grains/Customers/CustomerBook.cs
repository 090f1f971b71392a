using System.Collections.Immutable;
using Commerce.EventSourcing;
using static Commerce.Customers.CustomerEvent;

namespace Commerce.Customers;

/// <summary>A customer's addresses.</summary>
public sealed partial record Customer
{
    /// <summary>In the order in which they were made.</summary>
    public ImmutableArray<CustomerAddress> Addresses { get; init; } = [];

    public AddressId? DefaultShipping { get; init; }

    public AddressId? DefaultBilling { get; init; }

    public Decision<AddressWritten, CustomerEvent> PutAddress(
        AddressPutting asked,
        DateTimeOffset now
    )
    {
        if (!IsRegistered)
            return CustomerRejections.NotFound;
        if (asked.Key is { } key && Addresses.FirstOrDefault(IsOf) is { } made)
            return made.Key == key ? Told(made, isReplay: true) : Rejections.KeyReused;

        var there = Find(asked.Id);
        if (there is null && !asked.IsNew)
            return CustomerRejections.NoSuchAddress;
        if (asked.Replaces is { } before && there?.Sealed != before)
            return Rejections.Stale;
        if (there is null && Addresses.Length >= CustomerLimits.AddressesMax)
            return CustomerRejections.TooManyAddresses;

        var chosen = new DefaultAddressesChosen(
            Choose(DefaultShipping, asked.Id, asked.IsDefaultShipping),
            Choose(DefaultBilling, asked.Id, asked.IsDefaultBilling)
        );
        ImmutableArray<CustomerEvent> happened =
            chosen.Shipping == DefaultShipping && chosen.Billing == DefaultBilling
                ? [new AddressPut(asked.Id, asked.Sealed, asked.Key)]
                : [new AddressPut(asked.Id, asked.Sealed, asked.Key), chosen];
        return Told(after => after.Told(after.Find(asked.Id)!, isReplay: false), now, happened);

        bool IsOf(CustomerAddress each) => each.Key?.Key == key.Key;
    }

    public Decision<bool, CustomerEvent> RemoveAddress(AddressId id) =>
        Find(id) is null ? CustomerRejections.NoSuchAddress : (true, new AddressRemoved(id));

    private AddressWritten Told(CustomerAddress address, bool isReplay) =>
        new(address, DefaultShipping == address.Id, DefaultBilling == address.Id, isReplay);

    private CustomerAddress? Find(AddressId id) => Addresses.FirstOrDefault(each => each.Id == id);

    private static AddressId? Choose(AddressId? now, AddressId id, bool? isDefault) =>
        isDefault is true ? id
        : isDefault is false && now == id ? null
        : now;

    /// <summary>What made it stays known, when it is written anew.</summary>
    private Customer Put(AddressPut e) =>
        Find(e.Address) is { } there
            ? this with
            {
                Addresses = Addresses.Replace(there, there with { Sealed = e.Sealed }),
            }
            : this with
            {
                Addresses = Addresses.Add(new(e.Address, e.Sealed, e.Key)),
            };

    private Customer Remove(AddressId id) =>
        this with
        {
            Addresses = Addresses.RemoveAll(each => each.Id == id),
            DefaultShipping = DefaultShipping == id ? null : DefaultShipping,
            DefaultBilling = DefaultBilling == id ? null : DefaultBilling,
        };
}
