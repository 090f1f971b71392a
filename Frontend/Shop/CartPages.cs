using System.Globalization;
using Commerce.Accounts;
using Commerce.Carts;
using Commerce.FlashSales;
using Commerce.Inventory;
using Commerce.Shopping.Pages;

namespace Commerce.Shopping;

/// <summary>The cart's page, and the forms that change the cart.</summary>
internal sealed class CartPages(
    IGrainFactory grains,
    Baskets baskets,
    SaleLines sales,
    ProductView products,
    TimeProvider time
)
{
    private const string Address = "/cart";

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet(Address, (CartPages cart, HttpRequest http) => cart.Show(http));
        pages.MapPost(
            "/cart/lines",
            (CartPages cart, PostedForm form, HttpContext http) => cart.Add(form, http)
        );
        pages.MapPost(
            "/cart/lines/{line}",
            (CartPages cart, string line, PostedForm form, HttpRequest http) =>
                cart.SetQuantity(line, form, http)
        );
        pages.MapPost(
            "/cart/lines/{line}/remove",
            (CartPages cart, string line, PostedForm _, HttpRequest http) => cart.Remove(line, http)
        );
    }

    /// <param name="refusal">Why a form came back, if one did.</param>
    /// <param name="line">The line whose form it was.</param>
    /// <param name="quantity">As it was typed.</param>
    private async Task<IResult> Show(
        HttpRequest http,
        Refusal? refusal = null,
        string? line = null,
        string quantity = ""
    )
    {
        if (await baskets.Find(http) is not { } cart)
            return Page(cart: null, [], refusal);

        var problems = await grains.Cart(cart.Id).GetProblems(http.Account());
        if (!problems.IsAccepted)
            return problems.Rejection.ToProblem();

        var lines = await Task.WhenAll(
            cart.Lines.Select(async each =>
            {
                var product = await grains.Product(new(each.Product)).GetProduct();
                var hasLapsed = each.Sale is not null && each.LockedUntil <= time.GetUtcNow();
                var slug = product is { IsPublished: true } ? product.Document.Slug : null;
                return new CartLineModel(
                    each,
                    slug,
                    each.Id == line ? quantity : $"{each.Quantity}",
                    [
                        .. problems
                            .Value.Where(one => one.Line == each.Id)
                            .Select(one => Said.Of(one, hasLapsed)),
                    ]
                );
            })
        );
        return Page(cart, lines, refusal);
    }

    private async Task<IResult> Add(PostedForm form, HttpContext http)
    {
        var slug = form["slug"];
        if ((await products.Find(slug)).Product is not { } product)
            return OutcomeResults.NotFound;
        if (!Sku.TryParse(form["sku"], provider: null, out var sku))
            return await Again(Refusal.Of("variant_missing"));
        if (!TryCount(form["quantity"], out var quantity))
            return await Again(Refusal.Of(CartRejections.QuantityOutOfRange));

        var added = await baskets.Add(http, sku, quantity, form.Key);
        return added switch
        {
            { IsAccepted: true } => HtmlPage.Redirect(Address),
            { Rejection: { Code: "queue_required", About: { } sale } } => HtmlPage.Redirect(
                $"/sale/{sale}"
            ),
            _ => await Again(Refusal.Of(added.Rejection)),
        };

        Task<IResult> Again(Refusal refusal) =>
            products.Show(product, refusal, form["sku"], form["quantity"]);
    }

    private async Task<IResult> SetQuantity(string line, PostedForm form, HttpRequest http)
    {
        if (await baskets.Find(http) is not { } cart)
            return HtmlPage.Redirect(Address);
        if (!TryCount(form["quantity"], out var quantity))
            return await Again(CartRejections.QuantityOutOfRange);

        var set = await sales.SetQuantity(cart.Id, http.Account(), line, quantity, expected: null);
        return set.IsAccepted ? HtmlPage.Redirect(Address) : await Again(set.Rejection);

        Task<IResult> Again(Rejection rejection) =>
            Show(http, Refusal.Of(rejection), line, form["quantity"]);
    }

    private async Task<IResult> Remove(string line, HttpRequest http)
    {
        if (await baskets.Find(http) is not { } cart)
            return HtmlPage.Redirect(Address);

        var removed = await grains.Cart(cart.Id).Remove(line, expected: null, http.Account());
        return removed.IsAccepted
            ? HtmlPage.Redirect(Address)
            : await Show(http, Refusal.Of(removed.Rejection));
    }

    private static bool TryCount(string text, out int quantity) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out quantity);

    private static HtmlPage<CartPage> Page(
        CartTold? cart,
        IReadOnlyList<CartLineModel> lines,
        Refusal? refusal
    ) => new(new CartModel(cart, lines, refusal?.Said), refusal?.Status ?? StatusCodes.Status200OK);
}

/// <summary>A cart as its page shows it.</summary>
/// <param name="Cart">What there is to buy; <c>null</c> if there is nothing yet.</param>
public sealed record CartModel(CartTold? Cart, IReadOnlyList<CartLineModel> Lines, Said? Said)
{
    public bool HasProblems => Lines.Any(line => line.Problems.Count > 0);
}

/// <summary>A line of a cart.</summary>
/// <param name="Slug">Where its product is, while that is shown.</param>
/// <param name="Quantity">As it was typed, or as it is.</param>
/// <param name="Problems">What would stop its checkout.</param>
public sealed record CartLineModel(
    CartLine Line,
    string? Slug,
    string Quantity,
    IReadOnlyList<Said> Problems
);
