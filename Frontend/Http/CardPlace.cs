namespace Commerce.Http;

/// <summary>What stands where a text stands: numbers that are no cards there.</summary>
internal enum CardPlace
{
    /// <summary>Anything: whatever may be a card is one.</summary>
    Text = 1,

    /// <summary>
    /// Goods: thirteen or fourteen digits in a row with the check digit of goods (GTIN) are theirs.
    /// One in ten cards that are so short has that too, and passes here.
    /// </summary>
    Goods = 2,

    /// <summary>
    /// Telephones, of up to fifteen digits (E.164): so short, only what a scheme issues with that
    /// length and no country's numbers begin with is a card.
    /// </summary>
    Phone = 3,
}
