using Commerce.Carts;

namespace Commerce.Shopping;

/// <summary>A checkout as its page shows it.</summary>
/// <param name="Shipping">How it could be sent, once a country is known.</param>
/// <param name="Key">The form's own: sent twice, it orders once.</param>
public sealed record CheckoutModel(
    CartTold Cart,
    CheckoutAnswers Answers,
    CartShippingOptions? Shipping,
    string Key,
    Said? Said
)
{
    /// <summary>Ways to choose from; none where nothing can be sent.</summary>
    public IReadOnlyList<CartShippingOption> Options => Shipping is null ? [] : Shipping.Options;

    /// <summary>What paying would take, whose price is shown; <c>null</c> before that.</summary>
    public CartShippingOption? Taken => Options.FirstOrDefault(option => option.IsTaken);

    /// <summary>What the price that is shown is for, as the answers would say it.</summary>
    public string Quoted =>
        Taken is { } taken
            ? CheckoutAnswers.Destination(Shipping!.Country.Code, taken.Shipping.Method)
            : "";
}
