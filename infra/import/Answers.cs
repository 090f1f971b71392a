using System.Text.Json;
using System.Text.Json.Serialization;

namespace Commerce.Importing;

internal sealed record Import(
    string State,
    long Lines,
    long? Total,
    long Created,
    long Changed,
    long Unchanged,
    long Failed
);

internal sealed record FailedRow(
    long Line,
    string? Key,
    string Code,
    string Detail,
    string? Pointer
);

internal sealed record FailedRows(FailedRow[] Data);

[JsonSerializable(typeof(Import))]
[JsonSerializable(typeof(FailedRows))]
internal sealed partial class Answers : JsonSerializerContext
{
    public static Answers Web { get; } = new(new(JsonSerializerDefaults.Web));
}
