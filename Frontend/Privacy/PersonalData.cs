using System.Runtime.CompilerServices;
using System.Text.Json;
using Commerce.Customers;
using Commerce.Orders;
using Commerce.Secrets;

namespace Commerce.Privacy;

/// <summary>
/// Puts together all that the store knows of a person, from where it is kept, when it is read:
/// there is no second copy of it that could be lost, stolen or left over.
/// </summary>
internal sealed class PersonalData(
    IGrainFactory grains,
    OrderAnswers answers,
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
        var orders = new List<OrderBody>();
        await foreach (var id in Orders(customer, account, cancellation))
        {
            if (await grains.Order(id).Get() is { IsAccepted: true, Value: var order })
                orders.Add(OrderBody.From(order, await answers.GetContact(order), null));
        }

        return new PersonalBody(
            customer,
            time.GetUtcNow(),
            account is null ? null : CustomerBody.Open(account, sealer),
            account is null ? [] : await Sessions(account),
            orders
        );
    }

    private async Task<List<PersonalSessionBody>> Sessions(CustomerTold account) =>
        [
            .. (await grains.Customer(account.Id).GetSessions()).Select(
                each => new PersonalSessionBody(
                    each.Id,
                    sealer.Open(each.Device, account.WrappedKey.AsSpan()),
                    each.BegunAt,
                    each.Until
                )
            ),
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
