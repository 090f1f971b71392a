namespace Commerce.Shopping;

/// <summary>
/// How a product looks: one of our drawings, if its slug names one (<c>linen-shirt</c>), or else
/// its first letter, on a ground whose tone it keeps.
/// </summary>
/// <param name="Url">Of the drawing; <c>null</c> for a letter.</param>
/// <param name="Tone">One of <see cref="Tones"/> grounds, from 0.</param>
public sealed record Picture(string? Url, string Letter, int Tone)
{
    private const int Tones = 6;

    public static Picture Of(string slug, string name)
    {
        var url = slug.Split('-')
            .Reverse()
            .Select(word => ShopAssets.Find($"picture-{word}.svg"))
            .FirstOrDefault(found => found is not null);
        var tone = slug.Aggregate(0, (sum, c) => ((sum * 13) + c) % 1_000_003) % Tones;
        var letter = name.FirstOrDefault(char.IsLetterOrDigit, '·').ToString();
        return new(url, letter.ToUpperInvariant(), tone);
    }
}
