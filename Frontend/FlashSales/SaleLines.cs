using Commerce.Carts;
using Commerce.Customers;

namespace Commerce.FlashSales;

/// <summary>
/// Adds to carts, whether a sale sells the SKU or not. What a sale's state answers costs no grain
/// call.
/// </summary>
internal sealed class SaleLines(
    IGrainFactory grains,
    SaleBoard board,
    Admissions admissions,
    TimeProvider time
)
{
    /// <param name="account">Whose the cart is, as far as is known.</param>
    public async Task<Outcome<LineTold>> Add(
        CartId cart,
        CustomerId? account,
        AddLineRequest request,
        RequestKey? key,
        long? expected
    )
    {
        if (board.IsBait(request.Sku))
        {
            // No person was ever shown it: whoever asks for it hears what anyone would.
            await grains.Cart(cart).Suspect("honeypot", account);
            return CartRejections.Insufficient(request.Sku, available: 0);
        }

        var now = time.GetUtcNow();
        var (sale, admission, owner) = await Find(cart, account, request, now);
        if (sale is null || IsNormal(sale, request, now))
            return request.Admission is null
                ? await grains.Cart(cart).Add(request.Sku, request.Quantity, key, expected, account)
                : SaleRejections.Closed;

        if (Refusal(sale, request, now) is { } refusal)
            return refusal;
        if (sale.IsBlocked(owner, account))
            return SaleRejections.NotABuyer;
        if (admission is null)
            return SaleRejections.AdmissionInvalid;

        var add = new SaleAdd(
            sale.Sale.Id,
            request.Sku,
            request.Quantity,
            admission.LimitKey,
            admission.Ticket
        );
        var added = await grains.Cart(cart).AddFromSale(add, key, expected, account);
        if (added is { IsAccepted: true, Value.IsReplay: false })
        {
            board.CountsOf(sale.Sale.Id)?.Spent();
        }

        return added;
    }

    /// <summary>More of a line from before a sale is had as any other unit of its SKU is.</summary>
    public async Task<Outcome<CartTold>> SetQuantity(
        CartId cart,
        CustomerId? account,
        string line,
        int quantity,
        long? expected
    ) =>
        !board.IsEmpty && await Beyond(cart, account, line, quantity) is { } refusal
            ? refusal
            : await grains.Cart(cart).SetQuantity(line, quantity, expected, account);

    private async Task<Rejection?> Beyond(
        CartId cart,
        CustomerId? account,
        string line,
        int quantity
    )
    {
        var told = await grains.Cart(cart).Get(account);
        if (
            !told.IsAccepted
            || told.Value.Lines.FirstOrDefault(each => each.Id == line)
                is not { Sale: null } existing
            || quantity <= existing.Quantity
        )
            return null;

        var request = new AddLineRequest(existing.Sku, quantity);
        var now = time.GetUtcNow();
        return board.Of(existing.Sku) is { } sale && !IsNormal(sale, request, now)
            ? Refusal(sale, request, now)
            : null;
    }

    /// <summary>The sale that an admission is for, else the one that sells the SKU.</summary>
    private async Task<(SaleSeen? Sale, Admission? Admission, CartId Owner)> Find(
        CartId cart,
        CustomerId? account,
        AddLineRequest request,
        DateTimeOffset now
    )
    {
        if (request.Admission is { } text)
        {
            if (Read(cart) is { } found)
                return found;

            // Whoever signs in while they queue keeps the place of the cart they had as a guest.
            var merged = account is { } who ? await grains.Cart(cart).GetMerged(who) : [];
            foreach (var earlier in merged)
            {
                if (Read(earlier) is { } kept)
                    return kept;
            }

            (SaleSeen, Admission, CartId)? Read(CartId owner)
            {
                foreach (var sale in board.AllOf(request.Sku))
                {
                    if (admissions.TryRead(sale, owner, account, text, now, out var admission))
                        return (sale, admission, owner);
                }

                return null;
            }
        }

        return (board.Of(request.Sku), null, cart);
    }

    /// <summary>Whether it is sold as ever, beside the sale or before it.</summary>
    private static bool IsNormal(SaleSeen sale, AddLineRequest request, DateTimeOffset now) =>
        request.Admission is null
        && (
            sale.Sale.Terms.BeyondQuota is BeyondQuota.NormalPrice
            || sale.StateAt(now) is SaleState.Armed
        );

    private static Rejection? Refusal(SaleSeen sale, AddLineRequest request, DateTimeOffset now) =>
        sale.StateAt(now) switch
        {
            SaleState.Live when sale.IsSoldOut(request.Sku) => CartRejections.Insufficient(
                request.Sku,
                available: 0
            ),
            _ when request.Admission is null => SaleRejections.QueueRequired(sale.Sale.Id),
            SaleState.Live => null,
            SaleState.Paused => SaleRejections.Paused,
            SaleState.Armed or SaleState.Prequeue => SaleRejections.NotOpen,
            _ => SaleRejections.Closed,
        };
}
