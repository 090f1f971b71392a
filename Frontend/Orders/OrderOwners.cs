using Commerce.Accounts;
using Commerce.Customers;
using Commerce.Secrets;

namespace Commerce.Orders;

/// <summary>
/// Whose an order is: whoever has its token, the customer who bought it, and the one whose e-mail
/// address, once they have shown that it is theirs, a guest bought it with.
/// </summary>
internal sealed class OrderOwners(IGrainFactory grains, ServerKeys keys)
{
    public const string TokenHeader = "X-Order-Token";

    /// <summary>Whether the order is of whoever asks; not, where there is none.</summary>
    public async Task<bool> IsOwner(HttpRequest http, string order) =>
        keys.IsAccessToken(order, http.Headers[TokenHeader].ToString())
        || await IsCustomers(http, order);

    /// <summary>The same without its token.</summary>
    public async Task<bool> IsCustomers(HttpRequest http, string order)
    {
        if (
            http.Account() is not { } customer
            || !OrderId.TryParse(order, provider: null, out var id)
        )
            return false;

        var buyer = await grains.Order(id).GetBuyer();
        // What there is not takes as long as what is another's.
        return buyer?.Account == customer
            || (await VerifiedEmail(customer) is var email && buyer?.Is(customer, email) is true);
    }

    /// <summary>The mark of an address that a customer has shown to be theirs.</summary>
    public async Task<string?> VerifiedEmail(CustomerId customer)
    {
        var told = await grains.Customer(customer).Get();
        return told.Value is { IsEmailVerified: true } known ? known.EmailKey : null;
    }
}
