using System.Text.Json;
using Commerce.Secrets;

namespace Commerce.Customers;

/// <summary>A customer's addresses, which the rest of the store has sealed.</summary>
internal sealed class AddressBook(
    IGrainFactory grains,
    Sealer sealer,
    ServerKeys keys,
    IdGenerator ids
)
{
    public async Task<Outcome<AddressesBody>> Read(CustomerId customer)
    {
        var told = await grains.Customer(customer).GetBelongings();
        return told.IsAccepted
            ? new AddressesBody([
                .. told.Value.Addresses.Select(each =>
                    BookAddressBody.From(Written(each, told.Value), Open(each, told.Value))
                ),
            ])
            : told.Rejection;
    }

    /// <summary>One address, and what it is sealed as.</summary>
    public async Task<Outcome<(BookAddressBody Body, string Sealed)>> Read(
        CustomerId customer,
        AddressId id
    )
    {
        var told = await grains.Customer(customer).GetBelongings();
        if (!told.IsAccepted)
            return told.Rejection;
        if (told.Value.Addresses.FirstOrDefault(each => each.Id == id) is not { } found)
            return CustomerRejections.NoSuchAddress;

        var body = BookAddressBody.From(Written(found, told.Value), Open(found, told.Value));
        return (body, found.Sealed);
    }

    /// <param name="key">Names the request: sent twice, it adds one.</param>
    public Task<Outcome<(BookAddressBody Body, bool IsReplay)>> Add(
        CustomerId customer,
        AddressRequest request,
        string? key
    ) =>
        Write(
            customer,
            new(ids.New(AddressId.Prefix)),
            request,
            isNew: true,
            key: key is null ? null : new RequestKey(key, keys.Fingerprint(request))
        );

    /// <param name="replaces">What it must be sealed as now; <c>null</c>: whatever it is.</param>
    /// <param name="key">Names the request to make it, where the client does.</param>
    public async Task<Outcome<(BookAddressBody Body, bool IsReplay)>> Write(
        CustomerId customer,
        AddressId id,
        AddressRequest request,
        bool isNew = false,
        string? replaces = null,
        RequestKey? key = null
    )
    {
        var address = request.ToAddress().Check();
        if (!address.IsAccepted)
            return address.Rejection;

        var told = await grains.Customer(customer).Get();
        if (!told.IsAccepted)
            return told.Rejection;

        var wrappedKey = told.Value.WrappedKey;
        var json = JsonSerializer.Serialize(address.Value, SealedJson.Default.BookAddress);
        var written = await grains
            .Customer(customer)
            .PutAddress(
                new(
                    id,
                    sealer.Seal(json, wrappedKey.AsSpan()),
                    isNew,
                    request.DefaultShipping,
                    request.DefaultBilling,
                    replaces,
                    key
                )
            );
        return written.IsAccepted
            ? (
                BookAddressBody.From(
                    written.Value,
                    Open(written.Value.Address.Sealed, wrappedKey.AsSpan())
                ),
                written.Value.IsReplay
            )
            : written.Rejection;
    }

    private static AddressWritten Written(CustomerAddress address, CustomerBelongings told) =>
        new(
            address,
            told.DefaultShipping == address.Id,
            told.DefaultBilling == address.Id,
            IsReplay: false
        );

    private BookAddress Open(CustomerAddress address, CustomerBelongings told) =>
        Open(address.Sealed, told.WrappedKey.AsSpan());

    private BookAddress Open(string sealedAddress, ReadOnlySpan<byte> wrappedKey) =>
        JsonSerializer.Deserialize(
            sealer.Open(sealedAddress, wrappedKey),
            SealedJson.Default.BookAddress
        )!;
}
