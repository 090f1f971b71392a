using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;

namespace Commerce.LoadTests.Reports.Html;

/// <summary>
/// A piece of a page, ready for a browser. It is written as it will look; what is put into its
/// holes is text, whatever it looks like, unless it is markup itself.
/// </summary>
internal sealed class Markup
{
    private readonly string _text;

    private Markup(string text) => _text = text;

    public static Markup Nothing { get; } = new("");

    public static Markup Of(MarkupText text) => new(text.ToString());

    /// <summary>It, where that is so.</summary>
    public Markup If(bool isSo) => isSo ? this : Nothing;

    public override string ToString() => _text;
}

/// <summary>What the compiler makes of an interpolated string that is to be markup.</summary>
[InterpolatedStringHandler]
internal readonly struct MarkupText(int literalLength, int holes)
{
    private readonly StringBuilder _text = new(literalLength + (16 * holes));

    public void AppendLiteral(string markup) => _text.Append(markup);

    public void AppendFormatted(Markup markup) => _text.Append(markup);

    public void AppendFormatted(IEnumerable<Markup> pieces) => _text.AppendJoin("", pieces);

    public void AppendFormatted(string? text) => _text.Append(WebUtility.HtmlEncode(text));

    public void AppendFormatted(double number, string? format = null) =>
        _text.Append(number.ToString(format, CultureInfo.InvariantCulture));

    public override string ToString() => _text.ToString();
}
