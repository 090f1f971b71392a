using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Commerce.Accounts;

/// <summary>
/// Somebody whose word a store takes: signs access tokens with keys of its own, by nothing of the
/// library that judges them.
/// </summary>
internal sealed class Issuer : IDisposable
{
    public const string Name = "https://accounts.example.com";
    public const string Audience = "https://shop.example.com";

    private readonly TemporaryFolder _folder = new();
    private readonly ECDsa _ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly RSA _rsa = RSA.Create(2_048);

    public Issuer() => File.WriteAllText(KeysPath, Keys.ToJsonString());

    public string KeysPath => Path.Combine(_folder.Path, "keys.json");

    /// <summary>With which a store believes it.</summary>
    public string[] Settings =>
        [
            $"--Accounts:Issuer={Name}",
            $"--Accounts:Audience={Audience}",
            $"--Accounts:Keys={KeysPath}",
        ];

    /// <summary>The public keys, as it publishes them.</summary>
    public JsonObject Keys
    {
        get
        {
            var (point, rsa) = (_ec.ExportParameters(false).Q, _rsa.ExportParameters(false));
            return new()
            {
                ["keys"] = new JsonArray(
                    new JsonObject
                    {
                        ["kty"] = "EC",
                        ["crv"] = "P-256",
                        ["kid"] = "ec",
                        ["use"] = "sig",
                        ["x"] = Text(point.X!),
                        ["y"] = Text(point.Y!),
                    },
                    new JsonObject
                    {
                        ["kty"] = "RSA",
                        ["kid"] = "rsa",
                        ["alg"] = "RS256",
                        ["n"] = Text(rsa.Modulus!),
                        ["e"] = Text(rsa.Exponent!),
                    }
                ),
            };
        }
    }

    public void Dispose()
    {
        _ec.Dispose();
        _rsa.Dispose();
        _folder.Dispose();
    }

    /// <summary>The id of an account that nobody has yet.</summary>
    public static string NewAccount() => new IdGenerator(TimeProvider.System, "eu1").New("cus");

    /// <summary>A token for a tool of operators, that allows it these scopes.</summary>
    public string SignTool(string name, string scopes) =>
        Sign(name, alter: (_, claims) => (claims["client_id"], claims["scope"]) = (name, scopes));

    /// <summary>A token for an account, good for an hour, or what is made of it.</summary>
    /// <param name="algorithm">What it says that it is signed by, and is.</param>
    /// <param name="alter">Is given its header and its claims.</param>
    public string Sign(
        string account,
        string algorithm = "ES256",
        Action<JsonObject, JsonObject>? alter = null
    )
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var header = new JsonObject
        {
            ["typ"] = "at+jwt",
            ["alg"] = algorithm,
            ["kid"] = algorithm is "RS256" ? "rsa" : "ec",
        };
        var claims = new JsonObject
        {
            ["iss"] = Name,
            ["aud"] = Audience,
            ["sub"] = account,
            ["iat"] = now,
            ["exp"] = now + 3_600,
        };
        alter?.Invoke(header, claims);
        var said = $"{Text(header)}.{Text(claims)}";
        return $"{said}.{Text(SignatureOf(Encoding.ASCII.GetBytes(said), algorithm))}";
    }

    private byte[] SignatureOf(byte[] said, string algorithm) =>
        algorithm switch
        {
            "ES256" => _ec.SignData(said, HashAlgorithmName.SHA256),
            "RS256" => _rsa.SignData(said, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
            "PS256" => _rsa.SignData(said, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
            // With what everybody knows, as if it were a secret.
            "HS256" => HMACSHA256.HashData(_ec.ExportSubjectPublicKeyInfo(), said),
            _ => [],
        };

    private static string Text(JsonObject json) =>
        Text(Encoding.UTF8.GetBytes(json.ToJsonString()));

    private static string Text(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
