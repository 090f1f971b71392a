using System.Runtime.CompilerServices;
using System.Text.Json;
using Commerce.Carts;
using Commerce.Customers;
using Commerce.Orders;
using Commerce.Secrets;
using Commerce.SignIn;
using Commerce.SignIn.Passkeys;

namespace Commerce.Privacy;

/// <summary>
/// Puts together all that the store knows of a person, from where it is kept, when it is read:
/// there is no second copy of it that could be lost, stolen or left over.
/// </summary>
internal sealed class PersonalData(
    IGrainFactory grains,
    OrderAnswers answers,
    AddressBook addresses,
    Sealer sealer,
    TimeProvider time
)
{
    private const int PageMax = 100;

    /// <summary>Rejected with <c>erased</c>; whoever never registered may have bought.</summary>
    public async Task<Outcome<PersonalBody>> Read(
        CustomerId customer,
        CancellationToken cancellation
    )
    {
        var told = await grains.Customer(customer).Get();
        if (told.Rejection == CustomerRejections.Erased)
            return told.Rejection;

        var account = told.IsAccepted ? told.Value : null;
        var belongings = (await grains.Customer(customer).GetBelongings()).Value;
        var cart = (await grains.CartOf(customer).Find()).Value;
        return new PersonalBody(
            customer,
            time.GetUtcNow(),
            account is null ? null : CustomerBody.Open(account, sealer),
            belongings?.OpenPreferences(sealer),
            await Addresses(customer),
            [.. (belongings?.Consents ?? []).Select(ConsentBody.From)],
            belongings?.Segments ?? [],
            [.. (belongings?.Wishes ?? []).Select(each => new WishBody(each.Sku, each.At))],
            account is null ? [] : await Sessions(account),
            account is null ? [] : await Identities(account),
            account is null ? [] : await Passkeys(account),
            cart is null ? null : CartBody.From(cart),
            await ReadOrders(customer, account, cancellation)
        );
    }

    /// <summary>What they asked to read; <c>not_found</c> if they did not, or too long
    /// ago.</summary>
    public async Task<Outcome<PersonalBody>> Read(
        CustomerId customer,
        ExportId id,
        CancellationToken cancellation
    )
    {
        var export = await grains.Privacy(customer).GetExport(id);
        return export.IsAccepted ? await Read(customer, cancellation) : export.Rejection;
    }

    /// <summary>Without their labels, which say the same once more.</summary>
    private async Task<IReadOnlyList<BookAddressBody>> Addresses(CustomerId customer) =>
        (await addresses.Read(customer)).Value is { } book
            ? [.. book.Data.Select(each => each with { Label = [] })]
            : [];

    private async Task<List<OrderBody>> ReadOrders(
        CustomerId customer,
        CustomerTold? account,
        CancellationToken cancellation
    )
    {
        var orders = new List<OrderBody>();
        await foreach (var id in Orders(customer, account, cancellation))
        {
            if (await grains.Order(id).Get() is { IsAccepted: true, Value: var order })
                orders.Add(OrderBody.From(order, await answers.GetContact(order), null));
        }

        return orders;
    }

    private async Task<List<PersonalSessionBody>> Sessions(CustomerTold account) =>
        [
            .. (await grains.Customer(account.Id).GetSessions()).Select(
                each => new PersonalSessionBody(
                    each.Id,
                    account.OpenDevice(each, sealer),
                    each.BegunAt,
                    each.Until
                )
            ),
        ];

    private async Task<List<PersonalPasskeyBody>> Passkeys(CustomerTold account) =>
        [
            .. (await grains.Customer(account.Id).GetPasskeys())
                .Select(each => ShownPasskey.Of(each, account, sealer))
                .Select(each => new PersonalPasskeyBody(each.Name, each.AddedAt, each.UsedAt)),
        ];

    private async Task<List<PersonalIdentityBody>> Identities(CustomerTold account) =>
        [
            .. (await grains.Customer(account.Id).GetIdentities()).Select(each =>
            {
                var identity = OutsideIdentity.Open(each, account, sealer);
                return new PersonalIdentityBody(
                    identity.Provider,
                    identity.Issuer,
                    identity.Subject,
                    each.At
                );
            }),
        ];

    /// <summary>
    /// What they bought, and what guests did with an address that is shown to be theirs.
    /// </summary>
    private async IAsyncEnumerable<OrderId> Orders(
        CustomerId customer,
        CustomerTold? account,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        string[] lists = account is { IsEmailVerified: true, EmailKey: var email }
            ? [OrderList.Of(customer), OrderList.OfEmail(email)]
            : [OrderList.Of(customer)];
        string? after = null;
        do
        {
            cancellation.ThrowIfCancellationRequested();
            var page = await grains.View(OrderList.View).GetUnion([.. lists], PageMax, after);
            if (!page.IsAccepted)
                throw new JournalUnavailableException(page.Rejection.Detail);

            foreach (var row in page.Value.Rows)
                yield return Read(row.Row).Id;

            after = page.Value.HasMore ? page.Value.Rows[^1].Mark : null;
        } while (after is not null);
    }

    private static OrderRow Read(ReadOnlyMemory<byte> row) =>
        JsonSerializer.Deserialize(row.Span, OrderRowJson.Default.OrderRow)!;
}
