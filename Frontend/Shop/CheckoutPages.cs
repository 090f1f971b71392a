using System.Globalization;
using Commerce.Accounts;
using Commerce.Carts;
using Commerce.Http;
using Commerce.Orders;
using Commerce.Shopping.Pages;

namespace Commerce.Shopping;

/// <summary>
/// The checkout's page: who buys, where it goes, how it is sent and paid. Only what was shown can
/// be paid: the form says which version of the cart its total is of, and for which shipping.
/// </summary>
internal sealed class CheckoutPages(
    IGrainFactory grains,
    Baskets baskets,
    CartCheckout checkout,
    CheckoutContacts contacts,
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
        pages
            .MapPost(
                Address,
                (CheckoutPages page, PostedForm form, HttpContext http) => page.Pay(form, http)
            )
            .CountsDeclines();
        pages.MapPost(
            $"{Address}/delivery",
            (CheckoutPages page, PostedForm form, HttpContext http) => page.Quote(form, http)
        );
    }

    private async Task<IResult> Begin(HttpContext http)
    {
        if (await baskets.Find(http.Request) is not { Lines.IsEmpty: false } cart)
            return HtmlPage.Redirect("/cart");
        if (cart is { State: CartState.Frozen, Order: { } order })
            return HtmlPage.Redirect(OrderCookies.Page(order));

        var problems = await grains.Cart(cart.Id).GetProblems(http.Request.Account());
        if (!problems.IsAccepted)
            return problems.Rejection.ToProblem();

        return problems.Value.IsEmpty
            ? await Show(cart, http, await Beginning(cart, http))
            : HtmlPage.Redirect("/cart");
    }

    private async Task<CheckoutAnswers> Beginning(CartTold cart, HttpContext http)
    {
        var empty = CheckoutAnswers.Empty(cart.Shipping, Languages.Of(http.Request));
        return
            http.Request.Account() is { } account
            && await contacts.Known(account) is var (email, address)
            ? empty.Know(email, address)
            : empty;
    }

    /// <summary>Shows what the order comes to where it goes now, and keeps the answers.</summary>
    private async Task<IResult> Quote(PostedForm form, HttpContext http)
    {
        if (!CartId.TryParse(form["cart"], provider: null, out var id))
            return HtmlPage.Redirect("/cart");

        var answers = CheckoutAnswers.Read(form, out var refusal);
        return refusal is null
            ? await Choose(id, http, answers)
            : await Again(id, http, answers, refusal);
    }

    private async Task<IResult> Pay(PostedForm form, HttpContext http)
    {
        // Whoever has a cart's id has the cart. It is the one the form was made for, so that a form
        // that is sent again once there is an order leads to that order.
        if (!CartId.TryParse(form["cart"], provider: null, out var id))
            return HtmlPage.Redirect("/cart");

        var answers = CheckoutAnswers.Read(form, out var refusal);
        if (refusal is not null)
            return await Again(id, http, answers, refusal);
        if (form.Key.Length == 0)
            return await Again(id, http, answers, Refusal.Of(Rejections.KeyReused));
        if (form["quoted"] != answers.To)
            return await Choose(id, http, answers, Refusal.Of("total_not_shown"));

        var ran = await checkout.Run(
            id,
            http.Request.Account(),
            answers.ToRequest(),
            form.Key,
            VersionIn(form),
            Wait
        );
        if (!ran.IsAccepted)
            return await Again(id, http, answers.Mark(ran.Rejection), Refusal.Of(ran.Rejection));

        var order = ran.Value.Order;
        CountedDeclines.Tell(http, order, ran.Value.Ticket.Attempt);
        if (order.Status is OrderStatus.Rejected)
        {
            // There is nothing to see of an order that never was one: the cart is open again.
            return await Again(id, http, answers, await WhyNot(order, http));
        }

        cookies.Give(http, order.Id);
        return HtmlPage.Redirect(OrderCookies.Page(order.Id));
    }

    /// <summary>Lets the order go where the answers say; its total is shown before it is
    /// paid.</summary>
    private async Task<IResult> Choose(
        CartId id,
        HttpContext http,
        CheckoutAnswers answers,
        Refusal? refusal = null
    )
    {
        var country = new Country(answers[CheckoutAnswers.Country]);
        var chosen = await grains
            .Cart(id)
            .ChooseShipping(answers.Method, country, expected: null, http.Request.Account());
        return chosen.IsAccepted
            ? await Show(chosen.Value, http, answers, refusal)
            : await Again(id, http, answers, Refusal.Of(chosen.Rejection));
    }

    private async Task<IResult> Again(
        CartId id,
        HttpContext http,
        CheckoutAnswers answers,
        Refusal refusal
    )
    {
        var told = await grains.Cart(id).Get(http.Request.Account());
        return told.IsAccepted ? await Show(told.Value, http, answers, refusal)
            : told.Rejection.Kind is RejectionKind.Moved ? HtmlPage.Redirect("/cart")
            : told.Rejection.ToProblem();
    }

    /// <summary>Why an order was rejected, and by which of its lines, if that still
    /// shows.</summary>
    private async Task<Refusal> WhyNot(OrderTold order, HttpContext http)
    {
        var refusal = Refusal.Of(order.Reason!);
        var problems = await grains.Cart(order.Cart).GetProblems(http.Request.Account());
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

    private async Task<IResult> Show(
        CartTold cart,
        HttpContext http,
        CheckoutAnswers answers,
        Refusal? refusal = null
    )
    {
        if (!Country.TryParse(answers[CheckoutAnswers.Country], provider: null, out var country))
            return Page(options: null);

        var told = await grains.Cart(cart.Id).GetShippingOptions(country, http.Request.Account());
        return told.Match(Page);

        HtmlPage<CheckoutPage> Page(CartShippingOptions? options) =>
            new(
                new CheckoutModel(cart, answers, options, ids.New("req"), refusal?.Said),
                refusal?.Status ?? StatusCodes.Status200OK
            );
    }

    /// <summary>The version of the cart whose total was shown; one that none has, if
    /// missing.</summary>
    private static long VersionIn(PostedForm form) =>
        long.TryParse(
            form["version"],
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var version
        )
            ? version
            : -1;
}
