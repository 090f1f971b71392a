using System.Text.Json.Nodes;

namespace Commerce.SignIn.Passkeys;

/// <summary>How an authenticator's answer is no answer any more.</summary>
internal static class BrokenAnswers
{
    public static readonly IReadOnlyDictionary<string, Func<JsonObject, string>> Spoilt =
        new Dictionary<string, Func<JsonObject, string>>(StringComparer.Ordinal)
        {
            ["nothing"] = _ => "",
            ["no JSON"] = _ => "{",
            ["null"] = _ => "null",
            ["a list"] = _ => "[]",
            ["no members"] = _ => "{}",
            ["no response"] = each => Without(each, "response"),
            ["no id"] = each => Without(each, "rawId"),
            ["no type"] = each => Without(each, "type"),
            ["no client data"] = each => Put(each, "clientDataJSON", null).ToJsonString(),
            ["empty client data"] = each => Put(each, "clientDataJSON", "").ToJsonString(),
            ["no base64"] = each => Put(each, "clientDataJSON", "=?=").ToJsonString(),
            ["too long"] = each => Put(each, "more", new string('A', 20_000)).ToJsonString(),
        };

    /// <summary>Each byte changed, and each end cut off.</summary>
    public static IEnumerable<JsonObject> Of(JsonObject answer, params string[] members)
    {
        foreach (var member in members)
        {
            var bytes = Authenticator.Bytes(answer["response"]![member]!);
            for (var at = 0; at < bytes.Length; at++)
            {
                byte[] changed = [.. bytes];
                changed[at] ^= 0x41;
                yield return Put(answer, member, Authenticator.Text(changed));
                yield return Put(answer, member, Authenticator.Text(bytes[..at]));
            }
        }
    }

    private static string Without(JsonObject answer, string member)
    {
        answer.Remove(member);
        return answer.ToJsonString();
    }

    private static JsonObject Put(JsonObject answer, string member, string? value)
    {
        var copy = answer.DeepClone().AsObject();
        copy["response"]![member] = value;
        return copy;
    }
}
