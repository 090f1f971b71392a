using System.Collections.Immutable;
using Commerce.Carts;
using Commerce.Customers;
using Commerce.Http;
using Commerce.Orders;

namespace Commerce.FlashSales;

/// <summary>
/// What a buyer is known by in a sale, as hashes (HMAC-SHA256, lower-case hexadecimal) under the
/// sale's key: whoever has that key not can neither tell who it was nor whether two are the same.
/// What people write in several ways is the same identity: after Unicode's compatibility forms
/// (NFKC), whatever the case.
/// </summary>
internal static class Identities
{
    private const string Google = "gmail.com";

    public static string OfCart(CartId cart, SaleKey key) => key.Hash($"cart:{cart.Value}");

    public static string OfAccount(CustomerId account, SaleKey key) =>
        key.Hash($"account:{account.Value}");

    /// <summary>A means of payment, by what its provider knows it by.</summary>
    public static string OfPayment(string fingerprint, SaleKey key) =>
        key.Hash($"payment:{fingerprint}");

    /// <summary>
    /// What a checkout tells of its buyer: the e-mail address, the telephone number if there is
    /// one, and the postal address if the sale limits that.
    /// </summary>
    /// <param name="contact">One that was found well-formed.</param>
    public static ImmutableArray<string> Of(ContactBody contact, bool limitsAddresses, SaleKey key)
    {
        var email = key.Hash($"email:{Email(contact.Email)}");
        ImmutableArray<string> phone = contact.Phone is { } number
            ? [key.Hash($"phone:{PhoneNumber.Normalise(number)}")]
            : [];
        ImmutableArray<string> address = limitsAddresses
            ? [key.Hash($"address:{Address(contact.ShippingAddress)}")]
            : [];
        return [email, .. phone, .. address];
    }

    /// <summary>
    /// Without what follows a plus sign, which many providers deliver to the same box (RFC 5233
    /// calls it the detail), and for Google's without dots, which it does not look at, whichever of
    /// its two names it was written with (support.google.com/mail/answer/7436150).
    /// </summary>
    private static string Email(string written)
    {
        var text = Plain(written);
        var at = text.LastIndexOf('@');
        var (local, domain) = (text[..at], text[(at + 1)..].TrimEnd('.'));
        var plus = local.IndexOf('+', StringComparison.Ordinal);
        local = plus > 0 ? local[..plus] : local;
        return domain is Google or "googlemail.com"
            ? $"{local.Replace(".", "", StringComparison.Ordinal)}@{Google}"
            : $"{local}@{domain}";
    }

    /// <summary>One household, however it writes itself: who lives there does not count.</summary>
    private static string Address(AddressBody address) =>
        string.Join('\n', Letters(address.Line1), Letters(address.PostalCode), address.Country);

    private static string Letters(string text) =>
        string.Concat(Plain(text).Where(char.IsLetterOrDigit));

    private static string Plain(string text) => text.Compatible().Trim().ToLowerInvariant();
}
