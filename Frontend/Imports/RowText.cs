using System.Text.Json;
using Commerce.Catalog;
using Commerce.Http;

namespace Commerce.Imports;

/// <summary>A line as JSON.</summary>
internal static class RowText
{
    /// <summary>The longest line, in bytes.</summary>
    public const int LengthMax = 64 * 1024;

    /// <summary>
    /// Reads a line as strictly as a request: the row, or why it is none. Neither, if it is blank.
    /// </summary>
    public static (T? Row, FailedRow? Failed) Read<T>(RawLine line, JsonSerializerOptions json)
        where T : class
    {
        if (line.IsTooLong)
            return Refuse("body_too_large", "The line is longer than 64 KiB.");
        if (line.Text.Span.Trim(" \t\r"u8).IsEmpty)
            return default;

        try
        {
            return JsonSerializer.Deserialize<T>(line.Text.Span, json) is { } row
                ? (row, null)
                : Refuse("malformed_request", "The row is null.", pointer: "");
        }
        catch (CardDataException e)
        {
            return Refuse(
                "card_data_not_accepted",
                "There is a card number in the row.",
                JsonPointer.Of(e.Path)
            );
        }
        catch (JsonException e)
        {
            return Refuse(
                "malformed_request",
                "The row is not the JSON that is taken.",
                JsonPointer.Of(e.Path)
            );
        }

        (T?, FailedRow) Refuse(string code, string detail, string? pointer = null) =>
            (null, new(line.Number, Key: null, code, detail, pointer));
    }
}
