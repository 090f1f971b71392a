namespace Commerce.Http;

/// <summary>What may be written down: never a card's number.</summary>
public static class CardFree
{
    /// <summary>
    /// The text, or, if there is a card's number in it, the text without any of its digits: a
    /// number is hidden whole or not at all.
    /// </summary>
    public static string Of(string text) =>
        CardNumber.IsIn(text)
            ? string.Concat(CardText.Plain(text).Select(c => char.IsAsciiDigit(c) ? '*' : c))
            : text;
}
