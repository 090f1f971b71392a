using Commerce.Accounts;
using Commerce.Carts;
using Commerce.FlashSales;
using Commerce.Http;
using Commerce.Orders;
using Commerce.Secrets;
using Commerce.Shopping.Pages;

namespace Commerce.Shopping;

/// <summary>
/// The page of an order, for the browser that ordered it and the customer whose it is.
/// </summary>
internal sealed class OrderPages(
    IGrainFactory grains,
    OrderAnswers orders,
    SaleBuyers buyers,
    ServerKeys keys,
    IdGenerator ids
)
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(2);

    public static void Map(IEndpointRouteBuilder pages)
    {
        var order = pages.MapGroup("/order/{id}").ForOwners().AddEndpointFilter(RequireOwner);

        order.MapGet("", (OrderId id, OrderPages page, HttpContext http) => page.Show(id, http));
        order.MapGet("/events", OrderEvents.Watch);
        order
            .MapPost(
                "/pay",
                (OrderId id, OrderPages page, PostedForm form, HttpContext http) =>
                    page.Pay(id, form, http)
            )
            .CountsDeclines();
        order.MapPost(
            "/cancel",
            (OrderId id, OrderPages page, PostedForm form, HttpContext http) =>
                page.Cancel(id, form, http)
        );
    }

    /// <param name="refusal">Why a form came back, if one did.</param>
    /// <param name="token">The card that was chosen.</param>
    private async Task<IResult> Show(
        OrderId id,
        HttpContext http,
        Refusal? refusal = null,
        string? token = null
    )
    {
        var told = await grains.Order(id).Get();
        if (!told.IsAccepted)
            return told.Rejection.ToProblem();

        var order = told.Value;
        var isBought = order.Status is OrderStatus.Confirmed && Baskets.Forget(http, order.Cart);
        var contact = await orders.GetContact(order);
        return new HtmlPage<OrderPage>(
            new OrderModel(
                order,
                contact?.Email,
                contact is null ? [] : Lines(contact.ShippingAddress),
                token ?? Card.All[0].Token,
                ids.New("req"),
                refusal?.Said
            ),
            refusal?.Status ?? StatusCodes.Status200OK
        )
        {
            HasNoCart = isBought,
        };
    }

    private async Task<IResult> Pay(OrderId id, PostedForm form, HttpContext http)
    {
        if (Objection(form) is { } objection)
            return await Show(id, http, objection);

        var token = form["token"];
        var request = new PayRequest(new(token));
        var key = new RequestKey(form.Key, keys.Fingerprint(request));
        var limits = await buyers.OfPayment(id, token, http.Request.Account());
        var paid = await grains.Order(id).Pay(new(Number: 0, token, key, limits), Wait);
        if (!paid.IsAccepted)
            return await Show(id, http, Refusal.Of(paid.Rejection), token);

        CountedDeclines.Tell(http, paid.Value, paid.Value.Attempts[^1].Number);
        return HtmlPage.Redirect(OrderCookies.Page(id));
    }

    private async Task<IResult> Cancel(OrderId id, PostedForm form, HttpContext http)
    {
        if (form.Key.Length == 0)
            return await Show(id, http, Refusal.Of(Rejections.KeyReused));

        var asked = new ReasonRequest();
        var key = new RequestKey(form.Key, keys.Fingerprint(asked));
        var cancelled = await grains.Order(id).Cancel(key, asked.Reason, Wait);
        return cancelled.IsAccepted
            ? HtmlPage.Redirect(OrderCookies.Page(id))
            : await Show(id, http, Refusal.Of(cancelled.Rejection));
    }

    private static Refusal? Objection(PostedForm form) =>
        form.Key.Length == 0 ? Refusal.Of(Rejections.KeyReused)
        : form.HasCardNumber("token") ? Refusal.Of("card_data_not_accepted")
        : form["token"] is { Length: 0 or > CheckoutContacts.TextMax } ? Refusal.Of("card_missing")
        : null;

    private static string[] Lines(AddressBody address)
    {
        string?[] lines =
        [
            address.Name,
            address.Line1,
            address.Line2,
            $"{address.PostalCode} {address.City}",
            address.Region,
            Words.Country(address.Country),
        ];
        return [.. lines.OfType<string>()];
    }

    private static async ValueTask<object?> RequireOwner(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next
    )
    {
        var http = context.HttpContext;
        var cookies = http.RequestServices.GetRequiredService<OrderCookies>();
        var owners = http.RequestServices.GetRequiredService<OrderOwners>();
        var id = http.GetRouteValue("id")?.ToString() ?? "";
        return cookies.IsIn(http, id) || await owners.IsCustomers(http.Request, id)
            ? await next(context)
            : OutcomeResults.NotFound;
    }
}
