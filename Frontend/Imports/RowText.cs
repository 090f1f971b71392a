using System.Text.Json;
using Commerce.Http;

namespace Commerce.Imports;

/// <summary>A line as JSON.</summary>
internal static class RowText
{
    /// <summary>The longest line, in bytes.</summary>
    public const int LengthMax = 64 * 1024;

    /// <summary>
    /// Reads a line as strictly as a request: what becomes of the row, or a refusal where it is
    /// none; <c>null</c> if it is blank.
    /// </summary>
    public static ImportRow? Read<T>(
        RawLine line,
        JsonSerializerOptions json,
        Func<T, ImportRow> take
    )
        where T : class
    {
        if (line.IsTooLong)
            return Refuse("body_too_large", "The line is longer than 64 KiB.");
        if (line.Text.Span.Trim(" \t\r"u8).IsEmpty)
            return null;

        T? row;
        try
        {
            row = JsonSerializer.Deserialize<T>(line.Text.Span, json);
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

        return row is null
            ? Refuse("malformed_request", "The row is null.", pointer: "")
            : take(row);

        ImportRow Refuse(string code, string detail, string? pointer = null) =>
            ImportRow.Refused(new(line.Number, Key: null, code, detail, pointer));
    }
}
