using Commerce.Carts;
using Commerce.Http;
using Commerce.Orders;
using Commerce.Shopping.Pages;

namespace Commerce.Shopping;

/// <summary>The checkout's page: who buys, where it goes, how it is paid.</summary>
internal sealed class CheckoutPages(
    IGrainFactory grains,
    Baskets baskets,
    CartCheckout checkout,
    OrderCookies cookies,
    IdGenerator ids
)
{
    private const string Address = "/checkout";

    /// <summary>What is not known by then shows on the order's page as it comes.</summary>
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(2);

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet(Address, (CheckoutPages page, HttpContext http) => page.Begin(http));
        pages.MapPost(
            Address,
            (CheckoutPages page, PostedForm form, HttpContext http) => page.Pay(form, http)
        );
    }

    private async Task<IResult> Begin(HttpContext http)
    {
        if (await baskets.Find(http.Request) is not { Lines.IsEmpty: false } cart)
            return HtmlPage.Redirect("/cart");
        if (cart is { State: CartState.Frozen, Order: { } order })
            return HtmlPage.Redirect(OrderCookies.Page(order));

        var problems = await grains.Cart(cart.Id).GetProblems();
        return problems.Match(all =>
            all.IsEmpty
                ? Page(cart, CheckoutAnswers.Empty(Languages.Of(http.Request)), refusal: null)
                : HtmlPage.Redirect("/cart")
        );
    }

    private async Task<IResult> Pay(PostedForm form, HttpContext http)
    {
        // Whoever has a cart's id has the cart. It is the one the form was made for, so that a form
        // that is sent again once there is an order leads to that order.
        if (!CartId.TryParse(form["cart"], provider: null, out var id))
            return HtmlPage.Redirect("/cart");

        var answers = CheckoutAnswers.Read(form, out var refusal);
        if (refusal is not null)
            return await Again(refusal);
        if (form.Key.Length == 0)
            return await Again(Refusal.Of(Rejections.KeyReused));

        var ran = await checkout.Run(id, answers.ToRequest(), form.Key, expected: null, Wait);
        if (!ran.IsAccepted)
        {
            return await Again(Refusal.Of(ran.Rejection), answers.Mark(ran.Rejection));
        }

        var order = ran.Value.Order;
        if (order.Status is OrderStatus.Rejected)
        {
            // There is nothing to see of an order that never was one: the cart is open again.
            return await Again(await WhyNot(order));
        }

        cookies.Give(http, order.Id);
        return HtmlPage.Redirect(OrderCookies.Page(order.Id));

        async Task<IResult> Again(Refusal refusal, CheckoutAnswers? marked = null) =>
            (await grains.Cart(id).Get()).Match(cart => Page(cart, marked ?? answers, refusal));
    }

    /// <summary>Why an order was rejected, and by which of its lines, if that still
    /// shows.</summary>
    private async Task<Refusal> WhyNot(OrderTold order)
    {
        var refusal = Refusal.Of(order.Reason!);
        var problems = await grains.Cart(order.Cart).GetProblems();
        var said = problems.Value.IsDefault
            ? []
            : problems.Value.Select(problem =>
            {
                var line = order.Lines.FirstOrDefault(each => each.Sku == problem.Sku);
                return $"{line?.Name ?? problem.Sku.Value}: {Said.Of(problem).Text}";
            });
        var text = string.Join(' ', said);
        return text.Length == 0 ? refusal : refusal with { Said = new(text) };
    }

    private HtmlPage<CheckoutPage> Page(CartTold cart, CheckoutAnswers answers, Refusal? refusal) =>
        new(
            new CheckoutModel(cart, answers, ids.New("req"), refusal?.Said),
            refusal?.Status ?? StatusCodes.Status200OK
        );
}

/// <summary>A checkout as its page shows it.</summary>
/// <param name="Key">The form's own: sent twice, it orders once.</param>
public sealed record CheckoutModel(CartTold Cart, CheckoutAnswers Answers, string Key, Said? Said);
