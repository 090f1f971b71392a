using Commerce.Inventory;
using Commerce.Orders;

namespace Commerce.Carts;

public static class CartRejections
{
    public static Rejection NotFound { get; } =
        new("not_found", RejectionKind.NotFound, "There is no such cart.");

    public static Rejection LineNotFound { get; } =
        new("not_found", RejectionKind.NotFound, "The cart has no such line.");

    public static Rejection Expired { get; } =
        new("cart_expired", RejectionKind.Gone, "The cart lay idle too long.");

    public static Rejection Discarded { get; } =
        new("cart_discarded", RejectionKind.Gone, "The cart was thrown away.");

    /// <param name="into">The cart that has what it had.</param>
    public static Rejection Moved(CartId into) =>
        new(
            "cart_moved",
            RejectionKind.Moved,
            "What was in the cart is in its customer's cart now.",
            About: into.Value
        );

    public static Rejection Empty { get; } =
        new("cart_empty", RejectionKind.Conflict, "There is nothing in the cart.");

    public static Rejection QuantityOutOfRange { get; } =
        new(
            "quantity_out_of_range",
            RejectionKind.Invalid,
            "A line has 1 to 999 units.",
            Data: [new("/quantity", "max", Number: 999)]
        );

    public static Rejection TooManyLines { get; } =
        new("too_many_lines", RejectionKind.Conflict, "A cart has at most 200 lines.");

    public static Rejection AttemptsExhausted { get; } =
        new(
            "payment_attempts_exhausted",
            RejectionKind.Conflict,
            "This order has been paid for in vain too often."
        );

    public static Rejection CountryMissing { get; } =
        new(
            "country_missing",
            RejectionKind.Invalid,
            "Say to which country: none has been chosen yet.",
            Data: [new("/country", "code", Text: "country_missing")]
        );

    public static Rejection MethodUnavailable { get; } =
        new(
            "shipping_method_unavailable",
            RejectionKind.Invalid,
            "The shop does not ship so. Its ways are the cart's shipping options.",
            Data: [new("/method", "code", Text: "shipping_method_unavailable")]
        );

    public static Rejection SaleLineExists(Sku sku) =>
        new(
            "sale_line_exists",
            RejectionKind.Conflict,
            "The cart has this in a sale, or out of it. Remove that line first.",
            Data: [new("/sku", "sku", Text: sku.Value)]
        );

    public static Rejection CountryDiffers(Country chosen) =>
        new(
            "shipping_country_differs",
            RejectionKind.Conflict,
            "Shipping was chosen, and its price told, for another country. Choose it anew.",
            Data: [new("/shippingAddress/country", "chosen", Text: chosen.Code)]
        );

    public static Rejection Unavailable(Sku sku) =>
        new(
            "product_unavailable",
            RejectionKind.Conflict,
            "This is not sold, or not in the cart's currency.",
            Data: [new("/sku", "sku", Text: sku.Value)]
        );

    public static Rejection Insufficient(Sku sku, long available) =>
        new(
            "insufficient_stock",
            RejectionKind.Conflict,
            "Fewer units are left than asked for.",
            Data:
            [
                new("/quantity", "sku", Text: sku.Value),
                new("/quantity", "available", Number: long.Max(0, available)),
            ]
        );

    public static Rejection PriceChanged(CartLine line, Money price) =>
        new(
            "price_changed",
            RejectionKind.Conflict,
            "A price is no longer what it was. Set the line's quantity to take the new one.",
            Data:
            [
                new($"/lines/{line.Id}", "sku", Text: line.Sku.Value),
                new($"/lines/{line.Id}", "oldPrice", Number: line.UnitPrice.MinorUnits),
                new($"/lines/{line.Id}", "newPrice", Number: price.MinorUnits),
            ]
        );

    public static Rejection InProgress(OrderId order) =>
        new(
            "payment_in_progress",
            RejectionKind.Conflict,
            "The cart is being paid for.",
            About: order.Value
        );

    public static Rejection Completed(OrderId order) =>
        new(
            "cart_completed",
            RejectionKind.Conflict,
            "The cart has become an order.",
            About: order.Value
        );
}
