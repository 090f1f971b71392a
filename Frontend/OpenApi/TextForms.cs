using System.Reflection;
using System.Text.Json.Serialization;
using Commerce.Carts;
using Commerce.Catalog;
using Commerce.Customers;
using Commerce.FlashSales;
using Commerce.Inventory;
using Commerce.Orders;
using Commerce.Payments;
using Commerce.Shipping;
using Microsoft.OpenApi;

namespace Commerce.OpenApi;

/// <summary>The forms of the values that are text outside: ids, codes, names.</summary>
internal static class TextForms
{
    private const string CodeOfCurrency = "^[A-Z]{3}$";

    private static readonly Dictionary<Type, (string Pattern, string Meaning)> Forms = new()
    {
        [typeof(Sku)] = ("^[A-Za-z0-9._-]{1,64}$", "The merchant's own code for what is sold."),
        [typeof(MerchantKey)] = ("^[^\\u0000-\\u001f]{1,255}$", "The merchant's own key."),
        [typeof(Currency)] = (CodeOfCurrency, "An ISO 4217 code."),
        [typeof(Country)] = ("^[A-Z]{2}$", "An ISO 3166-1 alpha-2 code."),
        [typeof(ShippingMethod)] = ("^[a-z0-9-]{1,32}$", "A way in which the shop sends."),
        [typeof(CustomerId)] = (Id(CustomerId.Prefix), "Names a customer."),
        [typeof(AddressId)] = (Id(AddressId.Prefix), "Names an address in a customer's book."),
        [typeof(SessionId)] = (Id(SessionId.Prefix), "Names a sign-in."),
        [typeof(CartId)] = (Id("crt"), "Names a cart."),
        [typeof(OrderId)] = (Id("ord"), "Names an order."),
        [typeof(RefundId)] = ("^rfd_[A-Za-z0-9_]{1,60}-[0-9]{1,9}$", "Names a refund."),
        [typeof(PaymentId)] = (Id("pay"), "Names a payment."),
        [typeof(ProductId)] = (Id("prd"), "Names a product."),
        [typeof(SaleId)] = (Id(SaleId.Prefix), "Names a sale."),
        [typeof(ImportId)] = (Id("imp"), "Names an import."),
    };

    /// <summary>Whether a value is its text in JSON.</summary>
    public static bool IsText(Type type) =>
        type.GetCustomAttribute<JsonConverterAttribute>()?.ConverterType is { } converter
        && converter.IsGenericType
        && converter.GetGenericTypeDefinition() == typeof(TextJson<>);

    /// <summary>Says of a schema what the text of that type looks like.</summary>
    public static void Describe(OpenApiSchema schema, Type type)
    {
        schema.Type = JsonSchemaType.String | ((schema.Type ?? default) & JsonSchemaType.Null);
        if (!Forms.TryGetValue(type, out var form))
            return;

        schema.Pattern = form.Pattern;
        schema.Description ??= form.Meaning;
    }

    public static OpenApiSchema Currency() =>
        new() { Type = JsonSchemaType.String, Pattern = CodeOfCurrency };

    private static string Id(string prefix) => $"^{prefix}_[A-Za-z0-9_]{{1,60}}$";
}
