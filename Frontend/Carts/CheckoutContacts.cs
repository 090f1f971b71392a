using Commerce.Customers;
using Commerce.Orders;
using Commerce.Secrets;

namespace Commerce.Carts;

/// <summary>Who buys and where it goes, by what a checkout says and what the shop knows.</summary>
internal sealed class CheckoutContacts(IGrainFactory grains, AddressBook book, Sealer sealer)
{
    /// <summary>The longest that a text of a checkout may be, in characters.</summary>
    public const int TextMax = 256;

    private static readonly Rejection Invalid = new(
        "invalid_checkout",
        RejectionKind.Invalid,
        "Something is missing or too long."
    );

    /// <param name="account">Who has signed in: their e-mail address and their addresses are
    /// known.</param>
    /// <returns>Rejected with <c>invalid_checkout</c>, and where something is wrong.</returns>
    public async Task<Outcome<ContactBody>> Of(CheckoutRequest request, CustomerId? account)
    {
        if (await EmailOf(request, account) is not { } email)
            return Wrong("/email");
        if (request is { ShippingAddress: null, ShippingAddressId: null })
            return Wrong("/shippingAddress");
        if (request.ShippingAddressId is not { } id)
            return Check(new(email, request.ShippingAddress!, request.Phone), request);
        // Two addresses are one too many.
        if (request.ShippingAddress is not null || account is not { } customer)
            return Wrong("/shippingAddressId");

        var found = await book.Read(customer, id);
        return found.IsAccepted
            ? Check(
                new(email, found.Value.Body.ToOrder(), request.Phone ?? found.Value.Body.Phone),
                request
            )
            : Wrong("/shippingAddressId");
    }

    /// <summary>What a customer's checkout begins with; no address where they have none, or several
    /// and none by default.</summary>
    public async Task<(string Email, AddressBody? Address)?> Known(CustomerId account)
    {
        var customer = await grains.Customer(account).Get();
        var addresses = await book.Read(account);
        if (!customer.IsAccepted || !addresses.IsAccepted)
            return null;

        var all = addresses.Value.Data;
        var usual = all is [var only] ? only : all.FirstOrDefault(each => each.DefaultShipping);
        return (customer.Value.OpenEmail(sealer), usual?.ToOrder());
    }

    private async Task<string?> EmailOf(CheckoutRequest request, CustomerId? account)
    {
        if (request.Email is { } email || account is not { } customer)
            return request.Email;

        var known = await grains.Customer(customer).Get();
        return known.IsAccepted ? known.Value.OpenEmail(sealer) : null;
    }

    /// <summary>What a country's addresses have not may be missing.</summary>
    private static Outcome<ContactBody> Check(ContactBody contact, CheckoutRequest request)
    {
        var address = contact.ShippingAddress;
        var format = AddressFormat.Of(address.Country);
        (string Pointer, string? Text, bool MayMiss)[] texts =
        [
            ("/email", contact.Email, false),
            ("/shippingAddress/name", address.Name, false),
            ("/shippingAddress/line1", address.Line1, false),
            ("/shippingAddress/line2", address.Line2, true),
            ("/shippingAddress/city", address.City, !format.Requires('C')),
            ("/shippingAddress/region", address.Region, true),
            ("/shippingAddress/postalCode", address.PostalCode, !format.Requires('Z')),
            ("/paymentMethod/token", request.PaymentMethod.Token, false),
        ];
        var bad = texts
            .Where(each =>
                each.Text is { Length: > TextMax }
                || (!each.MayMiss && string.IsNullOrWhiteSpace(each.Text))
            )
            .Select(each => each.Pointer)
            .Concat(EmailAddress.IsOne(contact.Email) ? [] : ["/email"])
            .Concat(contact.Phone is { } phone && !PhoneNumber.IsOne(phone) ? ["/phone"] : [])
            .Distinct(StringComparer.Ordinal)
            .ToArray();
        return bad.Length == 0 ? contact : Wrong(bad);
    }

    private static Rejection Wrong(params IEnumerable<string> pointers) =>
        Invalid with
        {
            Data =
            [
                .. pointers.Select(pointer => new RejectionDatum(pointer, "code", Text: "invalid")),
            ],
        };
}
