using Commerce.Http;
using Microsoft.IdentityModel.Tokens;

namespace Commerce.Accounts;

/// <summary>Whose word is taken for who a shopper is.</summary>
/// <param name="Issuer">Who signs tokens: their <c>iss</c>.</param>
/// <param name="Audience">For whom they are signed: their <c>aud</c> has it.</param>
/// <param name="Keys">The issuer's public keys: P-256, and RSA of 2,048 bits or more.</param>
internal sealed record AccountSettings(
    string Issuer,
    string Audience,
    IReadOnlyList<SecurityKey> Keys
)
{
    private const string KeysName = "Accounts:Keys";
    private const int RsaBitsMin = 2_048;

    /// <summary>What the settings say; <c>null</c>, where no account is to be known.</summary>
    /// <exception cref="SettingException">No token could be judged by them.</exception>
    public static AccountSettings? Read(IConfiguration settings)
    {
        string[] names = ["Accounts:Issuer", "Accounts:Audience", KeysName];
        var lacking = names.Where(name => string.IsNullOrWhiteSpace(settings[name])).ToList();
        return lacking.Count == names.Length ? null
            : lacking is [var first, ..]
                ? throw new SettingException($"{first} is missing: the three go together.")
            : new(settings[names[0]]!, settings[names[1]]!, ReadKeys(settings[KeysName]!));
    }

    /// <summary>A key of another kind is passed over, as RFC 7517 (5) has it.</summary>
    private static List<SecurityKey> ReadKeys(string path)
    {
        var set = ReadSet(path);
        if (set.Keys.Any(key => key.HasPrivateKey || key.Kty is JsonWebAlgorithmsKeyTypes.Octet))
            throw new SettingException($"{KeysName}: {path} has a secret key, not public ones.");

        var keys = new List<SecurityKey>();
        foreach (var each in set.Keys.Where(IsToVerify))
        {
            if (JsonWebKeyConverter.TryConvertToSecurityKey(each, out var key))
                keys.Add(key);
        }

        return keys.Count > 0
            ? keys
            : throw new SettingException($"{KeysName}: {path} has no key for ES256 or RS256.");
    }

    private static JsonWebKeySet ReadSet(string path)
    {
        try
        {
            return new(File.ReadAllText(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingException($"{KeysName}: {path} cannot be read.");
        }
        catch (ArgumentException)
        {
            throw new SettingException($"{KeysName}: {path} is no set of keys (RFC 7517).");
        }
    }

    private static bool IsToVerify(JsonWebKey key) =>
        key.Use is null or "" or JsonWebKeyUseNames.Sig
        && (
            key is { Kty: "EC", Crv: "P-256", Alg: null or "" or SecurityAlgorithms.EcdsaSha256 }
            || key
                is { Kty: "RSA", KeySize: >= RsaBitsMin }
                    and { Alg: null or "" or SecurityAlgorithms.RsaSha256 }
        );
}
