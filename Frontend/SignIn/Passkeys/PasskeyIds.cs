using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Commerce.Customers;
using Commerce.Secrets;

namespace Commerce.SignIn.Passkeys;

/// <summary>How customers and passkeys are called by authenticators, and here.</summary>
internal static class PasskeyIds
{
    /// <summary>What an authenticator calls it tells whose it is, so only a mark of that is
    /// kept in clear.</summary>
    public static PasskeyId Passkey(this ServerKeys keys, CustomerId customer, byte[] credential) =>
        new(keys.Mark("passkey", $"{customer} {Base64Url.EncodeToString(credential)}"));

    public static byte[] UserHandle(this CustomerId customer) =>
        Encoding.UTF8.GetBytes(customer.Value);

    public static bool TryReadHandle([NotNullWhen(true)] byte[]? handle, out CustomerId customer)
    {
        customer = default;
        return handle is not null
            && CustomerId.TryParse(Encoding.UTF8.GetString(handle), provider: null, out customer);
    }
}
