namespace Commerce.Shopping;

/// <summary>A card of the simulated provider, whose token says how it pays.</summary>
/// <param name="Hint">What happens when it is used.</param>
public sealed record Card(string Token, string Name, string Hint)
{
    /// <summary>The first is chosen unless another is.</summary>
    public static IReadOnlyList<Card> All { get; } =
    [
        new("tok_ok", "A card that pays", "Approved at once."),
        new("tok_action_required", "A card that asks", "Its bank wants you to confirm."),
        new("tok_slow", "A slow card", "Approved after a while."),
        new("tok_declined", "A declined card", "Its bank says no."),
        new("tok_insufficient_funds", "An empty card", "There is not enough money left."),
        new("tok_error_then_ok", "A shaky line", "The first call to the bank fails."),
        new("tok_charged_but_lost", "A lost answer", "The bank's answer never arrives."),
    ];
}
