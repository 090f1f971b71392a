using System.Text;
using System.Text.Json.Nodes;

namespace Commerce.BadInput;

/// <summary>Bodies with one thing wrong, each of which must be refused.</summary>
internal sealed class Flaws(Sample sample)
{
    /// <summary>Every way in which a body of that schema can be wrong.</summary>
    public IEnumerable<(string What, byte[] Body)> Of(JsonNode schema, bool isRequired)
    {
        foreach (var text in Corpus.NoObjects)
            yield return ($"{text[..int.Min(text.Length, 20)]}", Encoding.UTF8.GetBytes(text));

        yield return ("not UTF-8", [(byte)'{', (byte)'"', 0xC3, 0x28, (byte)'"', (byte)'}']);
        yield return ("UTF-16", Encoding.Unicode.GetBytes("{}"));
        yield return ("too large", Encoding.UTF8.GetBytes(new string(' ', 70_000) + "{}"));
        if (isRequired)
        {
            yield return ("nothing", []);
            yield return ("null", "null"u8.ToArray());
        }

        var whole = sample.Of(schema, "");
        foreach (var (what, change) in Changes(schema, whole, "body"))
        {
            var copy = whole.DeepClone();
            yield return (what, Encoding.UTF8.GetBytes(change(copy)));
        }
    }

    /// <summary>Changes to one place of a body, each written as text.</summary>
    private IEnumerable<(string What, Func<JsonNode, string> Change)> Changes(
        JsonNode schema,
        JsonNode whole,
        string name
    )
    {
        foreach (var place in Places.Of(whole))
        {
            var shape = place.SchemaIn(schema, sample);
            foreach (var wrong in Wrong(place.Value, shape))
            {
                yield return (
                    $"{name}{place.Pointer}: {wrong[..int.Min(wrong.Length, 40)]}",
                    copy => Places.Write(copy, place.Pointer, wrong)
                );
            }
        }
    }

    private static IEnumerable<string> Wrong(JsonNode value, JsonNode shape) =>
        value switch
        {
            JsonObject members => WrongObjects(members, shape),
            JsonArray => ["{}", "1", "\"x\"", "[[]]", "[null]"],
            _ => Sample.TypeOf(shape) switch
            {
                "integer" => WrongIntegers(shape),
                "boolean" => ["1", "\"true\"", "[]"],
                _ =>
                [
                    "1",
                    "true",
                    "[]",
                    "\"\\u0000\"",
                    "\"\\u001b\"",
                    .. Corpus.Cards.Select(Quote),
                ],
            },
        };

    private static IEnumerable<string> WrongIntegers(JsonNode shape) =>
        shape["format"]?.ToString() is "int32"
            ? ["\"1\"", "1.5", "1e400", "true", "2147483648", "-2147483649"]
            : ["\"1\"", "1.5", "1e400", "true", "9223372036854775808", "-9223372036854775809"];

    private static IEnumerable<string> WrongObjects(JsonObject members, JsonNode shape)
    {
        yield return "1";
        yield return "[]";
        var text = members.ToJsonString();
        if (members.Count == 0)
            yield break;

        var (first, value) = members.First();
        yield return $"{text[..^1]},\"{first}\":{value!.ToJsonString()}}}";
        yield return $"{text[..^1]},\"{first}\":null}}";
        if (shape["properties"] is null)
            yield break;

        yield return $"{text[..^1]},\"unheardOf\":1}}";
        yield return $"{text[..^1]},\"__proto__\":{{}}}}";
        yield return text.Replace(
            $"\"{first}\":",
            $"\"{char.ToUpperInvariant(first[0])}{first[1..]}\":"
        );
        foreach (var required in shape["required"]?.AsArray().Select(each => $"{each}") ?? [])
        {
            var without = members.DeepClone().AsObject();
            without.Remove(required);
            yield return without.ToJsonString();
            without[required] = null;
            yield return without.ToJsonString();
        }
    }

    private static string Quote(string text) => JsonValue.Create(text).ToJsonString();
}
