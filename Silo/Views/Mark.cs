namespace Commerce.Views;

/// <summary>A place in a list, behind which a page begins.</summary>
internal readonly record struct Mark(string Sort, string Key)
{
    /// <summary>Greater than any text: the last code point.</summary>
    public const string Greatest = "\U0010FFFF";

    /// <summary>Where a list begins that is read from its greatest or its least.</summary>
    public static Mark Begin(bool isDescending) => isDescending ? new(Greatest, "") : new("", "");

    /// <summary>Keys have no line feed, so the last one parts them from the sort text.</summary>
    public static Mark Parse(string text)
    {
        var feed = text.LastIndexOf('\n');
        return new(text[..feed], text[(feed + 1)..]);
    }

    public override string ToString() => $"{Sort}\n{Key}";
}
