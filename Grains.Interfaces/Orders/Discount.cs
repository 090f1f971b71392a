namespace Commerce.Orders;

/// <summary>What is taken off an order as a whole, in the terms its prices are in.</summary>
/// <param name="Code">The coupon or promotion that gives it.</param>
/// <param name="Amount">Zero or more. No more of it is given than the goods cost.</param>
[GenerateSerializer, Immutable, Alias("commerce.orders.discount")]
public sealed record Discount(string Code, Money Amount);
