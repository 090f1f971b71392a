using System.Globalization;
using System.IO.Pipelines;
using System.Text.Json;
using Commerce.Imports;
using CsvHelper;
using CsvHelper.Configuration;

namespace Commerce.Catalog;

/// <summary>
/// A table of products (CSV by RFC 4180, UTF-8) as the rows that an import takes, made while it is
/// read: a line for each record and a blank one for the header, so that lines are counted as they
/// are seen in a spreadsheet. A record is a product of one variant.
/// </summary>
internal static class CsvRows
{
    /// <summary>What columns are called; those with a dot end in a name of their own.</summary>
    private static readonly string[] Columns =
    [
        "key",
        "slug",
        "name",
        "name.",
        "description",
        "description.",
        "categories",
        "attributes.",
        "media",
        "published",
        "visibleFrom",
        "visibleTo",
        "sku",
        "options.",
        "price.",
        "stock",
    ];

    private const int RecordMax = 2 * RowText.LengthMax;

    /// <summary>
    /// The rows, to be read once and disposed of. Rejected with <c>unknown_column</c>.
    /// </summary>
    /// <exception cref="BadHttpRequestException">It is no table; later on the rows throw it.
    /// </exception>
    public static async Task<Outcome<Stream>> Read(Stream csv, CancellationToken cancellation)
    {
        var meter = new RecordMeter(new StreamReader(csv, leaveOpen: true), RecordMax);
        var reader = new CsvReader(
            meter,
            new CsvConfiguration(CultureInfo.InvariantCulture) { MissingFieldFound = null }
        );
        try
        {
            if (!await reader.ReadAsync() || !reader.ReadHeader())
                return CatalogRejections.UnknownColumn("");
        }
        catch (Exception e) when (IsOfTable(e))
        {
            throw Malformed(e);
        }

        var header = reader.HeaderRecord!;
        if (header.FirstOrDefault(column => !IsKnown(column)) is { } unknown)
            return CatalogRejections.UnknownColumn(unknown);

        var pipe = new Pipe();
        _ = Write(reader, meter, header, pipe.Writer, cancellation);
        return pipe.Reader.AsStream();
    }

    private static bool IsOfTable(Exception e) => e is CsvHelperException or InvalidDataException;

    private static BadHttpRequestException Malformed(Exception e) =>
        new("", StatusCodes.Status400BadRequest, e);

    private static bool IsKnown(string column)
    {
        var dot = column.IndexOf('.', StringComparison.Ordinal);
        return Columns.Contains(dot < 0 ? column : column[..(dot + 1)], StringComparer.Ordinal);
    }

    private static async Task Write(
        CsvReader reader,
        RecordMeter meter,
        string[] header,
        PipeWriter writer,
        CancellationToken cancellation
    )
    {
        try
        {
            using (reader)
            {
                // Whoever reads the rows may have gone.
                var isWanted = await EndLine(writer, cancellation);
                while (isWanted && await reader.ReadAsync())
                {
                    meter.Reset();
                    Write(reader, header, writer);
                    isWanted = await EndLine(writer, cancellation);
                }
            }

            await writer.CompleteAsync();
        }
#pragma warning disable CA1031 // Whoever reads the rows hears of it there.
        catch (Exception e)
#pragma warning restore CA1031
        {
            await writer.CompleteAsync(IsOfTable(e) ? Malformed(e) : e);
        }
    }

    private static async Task<bool> EndLine(PipeWriter writer, CancellationToken cancellation) =>
        !(await writer.WriteAsync("\n"u8.ToArray(), cancellation)).IsCompleted;

    /// <summary>
    /// One record. What is no number where one is due stays text: the row is refused as such.
    /// </summary>
    private static void Write(CsvReader record, string[] header, PipeWriter writer)
    {
        var cells = header
            .Select((column, i) => (Column: column, Text: record.GetField(i)?.Trim() ?? ""))
            .Where(cell => cell.Text.Length > 0)
            .ToList();
        using var json = new Utf8JsonWriter(writer);
        json.WriteStartObject();
        foreach (var (column, text) in cells.Where(cell => IsPlain(cell.Column)))
        {
            json.WritePropertyName(column);
            WriteValue(json, text, isWord: column is "published");
        }

        WriteTexts(json, "name", cells);
        WriteTexts(json, "description", cells);
        WriteTexts(json, "attributes", cells);
        WriteList(json, "categories", cells, (item, text) => item.WriteStringValue(text));
        WriteList(json, "media", cells, WriteMedia);
        json.WriteStartArray("variants");
        WriteVariant(json, cells);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static bool IsPlain(string column) =>
        column is "key" or "slug" or "published" or "visibleFrom" or "visibleTo";

    private static void WriteVariant(Utf8JsonWriter json, List<(string Column, string Text)> cells)
    {
        json.WriteStartObject();
        foreach (var (column, text) in cells.Where(cell => cell.Column is "sku" or "stock"))
        {
            json.WritePropertyName(column);
            WriteValue(json, text, isWord: column is "stock");
        }

        WriteTexts(json, "options", cells);
        json.WriteStartArray("prices");
        foreach (var (currency, text) in Named("price", cells))
        {
            json.WriteStartObject();
            json.WritePropertyName("amount");
            WriteValue(json, text, isWord: true);
            json.WriteString("currency", currency);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Texts by name; one without a name is English.</summary>
    private static void WriteTexts(
        Utf8JsonWriter json,
        string member,
        List<(string Column, string Text)> cells
    )
    {
        var texts = Named(member, cells)
            .Concat(cells.Where(cell => cell.Column == member).Select(cell => ("en", cell.Text)))
            .ToList();
        if (texts.Count == 0)
            return;

        json.WriteStartObject(member);
        foreach (var (name, text) in texts)
        {
            json.WriteString(name, text);
        }

        json.WriteEndObject();
    }

    private static void WriteList(
        Utf8JsonWriter json,
        string member,
        List<(string Column, string Text)> cells,
        Action<Utf8JsonWriter, string> write
    )
    {
        foreach (var (_, text) in cells.Where(cell => cell.Column == member))
        {
            json.WriteStartArray(member);
            foreach (var item in text.Split('|', StringSplitOptions.TrimEntries))
            {
                write(json, item);
            }

            json.WriteEndArray();
        }
    }

    private static void WriteMedia(Utf8JsonWriter json, string url)
    {
        json.WriteStartObject();
        json.WriteString("url", url);
        json.WriteEndObject();
    }

    private static IEnumerable<(string Name, string Text)> Named(
        string member,
        List<(string Column, string Text)> cells
    ) =>
        cells
            .Where(cell => cell.Column.StartsWith($"{member}.", StringComparison.Ordinal))
            .Select(cell => (cell.Column[(member.Length + 1)..], cell.Text));

    /// <param name="json">Where to.</param>
    /// <param name="text">The cell.</param>
    /// <param name="isWord">Whether it is a number or a truth value, if it reads as one.</param>
    private static void WriteValue(Utf8JsonWriter json, string text, bool isWord)
    {
        if (isWord && long.TryParse(text, CultureInfo.InvariantCulture, out var number))
            json.WriteNumberValue(number);
        else if (isWord && bool.TryParse(text, out var truth))
            json.WriteBooleanValue(truth);
        else
            json.WriteStringValue(text);
    }
}
