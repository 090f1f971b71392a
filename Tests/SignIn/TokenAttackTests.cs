using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Commerce.SignIn;

/// <summary>
/// Tokens that this store has not signed as they are, or not for this. All are made of one that is
/// good, by nothing of the library that judges them.
/// </summary>
[Collection(nameof(SignInShop))]
public sealed class TokenAttackTests(SignInShop shop)
{
    private const string Nobody = "cus_eu1_01J00000000000000000000000";

    [Fact]
    public async Task A_token_that_was_forged_is_refused_everywhere()
    {
        using var person = await new Person(shop).Register();
        var tokens = await person.Enter();
        using var foreign = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var rsa = RSA.Create(2_048);
        var own = await OwnKey(tokens.Access);
        var believed = new List<string>();
        foreach (var (what, token) in Forged(tokens, own, foreign, rsa))
        {
            foreach (var path in (string[])["/api/v1/products", "/connect/userinfo", "/cart"])
            {
                if (await shop.Try(token, path) is not 401 and var status)
                    believed.Add($"{what}: {path} is {status}");
            }
        }

        Assert.True(believed.Count == 0, string.Join('\n', believed));
        Assert.Equal(200, await shop.Try(tokens.Access));
    }

    /// <summary>The key is the store's own: what is signed by it is judged by what it
    /// says.</summary>
    [Fact]
    public async Task A_token_of_ours_is_good_for_what_it_says_alone()
    {
        using var person = await new Person(shop).Register();
        var tokens = await person.Enter();
        var key = await shop.SigningKey();
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        (string What, string Token)[] wrong =
        [
            ("typ JWT", Sign(header: ("typ", "JWT"))),
            ("no typ", Sign(header: ("typ", null))),
            ("wrong iss", Sign(claim: ("iss", "https://evil.example.com/"))),
            ("no iss", Sign(claim: ("iss", null))),
            ("wrong aud", Sign(claim: ("aud", "demo"))),
            ("no aud", Sign(claim: ("aud", null))),
            ("expired", Sign(claim: ("exp", now - 3))),
            ("no exp", Sign(claim: ("exp", null))),
            ("not yet", Sign(claim: ("nbf", now + 60))),
            ("no sid", Sign(claim: ("sid", null))),
            ("another's sid", Sign(claim: ("sid", "ses_eu1_01J00000000000000000000000"))),
            ("another's sub", Sign(claim: ("sub", Nobody))),
            ("no sub", Sign(claim: ("sub", null))),
            ("unknown kid", Sign(header: ("kid", "nobody"))),
            ("no kid", Sign(header: ("kid", null))),
            ("an id token", tokens.Id!),
        ];
        var believed = new List<string>();
        foreach (var (what, token) in wrong)
        {
            if (await shop.Try(token) is not 401 and var status)
                believed.Add($"{what} is {status}");
        }

        Assert.True(believed.Count == 0, string.Join('\n', believed));
        Assert.Equal(200, await shop.Try(Sign()));

        string Sign((string, JsonNode?)? header = null, (string, JsonNode?)? claim = null) =>
            Signed(
                Altered(Part(tokens.Access, 0), header),
                Altered(Part(tokens.Access, 1), claim),
                said => key.SignData(said, HashAlgorithmName.SHA256)
            );
    }

    private static IEnumerable<(string What, string Token)> Forged(
        Tokens tokens,
        JsonNode own,
        ECDsa foreign,
        RSA rsa
    )
    {
        var (header, claims) = (Part(tokens.Access, 0), Part(tokens.Access, 1));
        var parts = tokens.Access.Split('.');
        var publicKey = Encoding.UTF8.GetBytes(own.ToJsonString());
        var point = (byte[])
            [
                4,
                .. Base64Url.DecodeFromChars(own["x"]!.GetValue<string>()),
                .. Base64Url.DecodeFromChars(own["y"]!.GetValue<string>()),
            ];
        var foreignKey = PublicJwk(foreign);
        yield return ("alg none", Signed(Altered(header, ("alg", "none")), claims, _ => []));
        yield return ("alg NONE", Signed(Altered(header, ("alg", "nOnE")), claims, _ => []));
        yield return ("no alg", Signed(Altered(header, ("alg", null)), claims, Foreign));
        yield return ("no signature", $"{parts[0]}.{parts[1]}.");
        yield return ("two parts", $"{parts[0]}.{parts[1]}");
        yield return ("HS256 by the public key", Hs256(publicKey));
        yield return ("HS256 by its point", Hs256(point));
        yield return ("HS256 by nothing", Hs256([0]));
        yield return (
            "RS256",
            Signed(
                Altered(header, ("alg", "RS256")),
                claims,
                said => rsa.SignData(said, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            )
        );
        yield return (
            "ES384",
            Signed(
                Altered(header, ("alg", "ES384")),
                claims,
                said => foreign.SignData(said, HashAlgorithmName.SHA384)
            )
        );
        yield return ("a foreign key", Signed(header, claims, Foreign));
        yield return (
            "a foreign key under its own kid",
            Signed(Altered(header, ("kid", "mine")), claims, Foreign)
        );
        yield return (
            "a key that comes along",
            Signed(Altered(header, ("jwk", foreignKey)), claims, Foreign)
        );
        yield return (
            "a key that comes along, and no kid",
            Signed(
                Altered(Altered(header, ("jwk", foreignKey.DeepClone())), ("kid", null)),
                claims,
                Foreign
            )
        );
        yield return (
            "a key that lies elsewhere",
            Signed(Altered(header, ("jku", "https://evil.example.com/jwks")), claims, Foreign)
        );
        yield return ("a signature of zeros", Signed(header, claims, _ => new byte[64]));
        yield return (
            "another's claims",
            $"{parts[0]}.{Text(Altered(claims, ("sub", Nobody)))}.{parts[2]}"
        );
        yield return (
            "a longer life",
            $"{parts[0]}.{Text(Altered(claims, ("exp", 4_000_000_000)))}.{parts[2]}"
        );

        byte[] Foreign(byte[] said) => foreign.SignData(said, HashAlgorithmName.SHA256);

        string Hs256(byte[] secret) =>
            Signed(
                Altered(header, ("alg", "HS256")),
                claims,
                said => HMACSHA256.HashData(secret, said)
            );
    }

    private async Task<JsonNode> OwnKey(string token)
    {
        var kid = new JsonWebToken(token).Kid;
        var keys = (await shop.Read("/.well-known/jwks"))["keys"]!.AsArray();
        return keys.Single(key => key!["kid"]!.GetValue<string>() == kid)!;
    }

    private static JsonObject PublicJwk(ECDsa key)
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return new()
        {
            ["kty"] = "EC",
            ["crv"] = "P-256",
            ["x"] = Base64Url.EncodeToString(point.X),
            ["y"] = Base64Url.EncodeToString(point.Y),
        };
    }

    private static JsonObject Part(string token, int number) =>
        JsonNode.Parse(Base64Url.DecodeFromChars(token.Split('.')[number]))!.AsObject();

    private static JsonObject Altered(JsonObject json, (string Name, JsonNode? Value)? change)
    {
        var made = json.DeepClone().AsObject();
        if (change is not var (name, value))
            return made;

        made.Remove(name);
        if (value is not null)
            made[name] = value;
        return made;
    }

    private static string Signed(JsonObject header, JsonObject claims, Func<byte[], byte[]> sign)
    {
        var said = $"{Text(header)}.{Text(claims)}";
        return $"{said}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(said)))}";
    }

    private static string Text(JsonObject json) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));
}
