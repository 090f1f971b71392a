using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Commerce.Customers;

/// <summary>
/// What proves that somebody reads a customer's mail: whose it is, and 32 random bytes. Only a hash
/// of it is kept.
/// </summary>
internal sealed record MailedToken(CustomerId Customer, string Text)
{
    private const int SecretBytes = 32;
    private const int TextMax = 200;

    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));

    public static MailedToken New(CustomerId customer)
    {
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        return new(customer, $"{customer}.{secret}");
    }

    /// <summary>What somebody sends as one; <c>null</c> if it cannot be.</summary>
    public static MailedToken? Parse(string text) =>
        text.Length <= TextMax
        && text.Split('.') is [var id, _]
        && CustomerId.TryParse(id, provider: null, out var customer)
            ? new(customer, text)
            : null;

    /// <summary>Whoever makes tokens up does not learn who there is.</summary>
    public static Rejection Hide(Rejection rejection) =>
        rejection.Kind is RejectionKind.NotFound or RejectionKind.Gone
            ? CustomerRejections.InvalidToken
            : rejection;
}
