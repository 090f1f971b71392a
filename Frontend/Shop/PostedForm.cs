using Commerce.Http;

namespace Commerce.Shopping;

/// <summary>A form as a browser sends it: texts without spaces at their ends.</summary>
internal sealed class PostedForm
{
    private const int KeyLengthMax = 255;

    private readonly IFormCollection _fields;

    private PostedForm(IFormCollection fields) => _fields = fields;

    /// <summary>The form's own idempotency key: a form that is sent twice acts once.</summary>
    public string Key => this["key"] is { Length: <= KeyLengthMax } key ? key : "";

    /// <exception cref="BadHttpRequestException">It is a card's number.</exception>
    public string this[string field, CardPlace place = CardPlace.Text] =>
        HasCardNumber(field, place)
            ? throw new BadHttpRequestException("", new CardDataException())
            : Text(field);

    /// <summary>As it was typed: spaces are a part of it.</summary>
    public string Secret(string field) => _fields[field].ToString();

    public static async ValueTask<PostedForm> BindAsync(HttpContext http)
    {
        var request = http.Request;
        if (!request.HasFormContentType)
        {
            throw new BadHttpRequestException(
                "This is no form.",
                StatusCodes.Status415UnsupportedMediaType
            );
        }

        try
        {
            var form = await request.ReadFormAsync(http.RequestAborted);
            return form.All(field => !field.Value.ToString().Any(char.IsControl))
                ? new(form)
                : throw new BadHttpRequestException("Control characters are not taken.");
        }
        catch (InvalidDataException e)
        {
            throw new BadHttpRequestException("The form is malformed.", e);
        }
    }

    /// <summary>Whether there is a card's number in a field, as text or in parts of it.</summary>
    public bool HasCardNumber(string field, CardPlace place = CardPlace.Text) =>
        CardNumber.IsIn(Text(field), place);

    private string Text(string field) => _fields[field].ToString().Trim();
}
