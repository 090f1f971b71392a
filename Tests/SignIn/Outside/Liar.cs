using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Commerce.SignIn;

/// <summary>A small provider of identities that says whatever a test lets it.</summary>
internal sealed class Liar : IAsyncDisposable
{
    public const string Client = "the shop";
    public const string Secret = "a secret between the two";

    private readonly ConcurrentDictionary<string, (Words Words, Uri Asked)> _codes = new(
        StringComparer.Ordinal
    );
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa _stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly WebApplication _app;
    private int _made;

    public Liar()
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls=http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.MapGet("/.well-known/openid-configuration", () => Results.Json(Describe()));
        _app.MapGet("/keys", () => Results.Json(new { keys = new[] { PublicKey() } }));
        _app.MapPost("/token", (Delegate)Tell);
    }

    public string Issuer => $"{_app.Urls.Single()}/";

    public Task Start() => _app.StartAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _key.Dispose();
        _stranger.Dispose();
    }

    /// <summary>Where somebody is sent back to who came from a shop and is said to be
    /// that.</summary>
    public string Answer(Uri asked, Words words)
    {
        var code = $"code-{Interlocked.Increment(ref _made)}";
        _codes[code] = (words, asked);
        return QueryHelpers.AddQueryString(
            new Uri(Asked(asked, "redirect_uri")).AbsolutePath,
            new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["code"] = code,
                ["state"] = Asked(asked, "state"),
                ["iss"] = Issuer,
            }
        );
    }

    private static string Asked(Uri asked, string name) =>
        QueryHelpers.ParseQuery(asked.Query)[name].ToString();

    private Dictionary<string, object> Describe() =>
        new(StringComparer.Ordinal)
        {
            ["issuer"] = Issuer,
            ["authorization_endpoint"] = $"{Issuer}authorize",
            ["token_endpoint"] = $"{Issuer}token",
            ["jwks_uri"] = $"{Issuer}keys",
            ["response_types_supported"] = new[] { "code" },
            ["response_modes_supported"] = new[] { "query" },
            ["grant_types_supported"] = new[] { "authorization_code" },
            ["subject_types_supported"] = new[] { "public" },
            ["id_token_signing_alg_values_supported"] = new[] { "ES256" },
            ["code_challenge_methods_supported"] = new[] { "S256" },
            ["token_endpoint_auth_methods_supported"] = new[] { "client_secret_post" },
            ["authorization_response_iss_parameter_supported"] = true,
        };

    private object PublicKey()
    {
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        return new
        {
            kty = "EC",
            crv = "P-256",
            use = "sig",
            alg = "ES256",
            kid = "liar",
            x = Base64UrlEncoder.Encode(point.X),
            y = Base64UrlEncoder.Encode(point.Y),
        };
    }

    private async Task<IResult> Tell(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var isKnown =
            _codes.TryRemove(form["code"].ToString(), out var told)
            && form["client_id"] == Client
            && form["client_secret"] == Secret
            && form["redirect_uri"] == Asked(told.Asked, "redirect_uri")
            && Asked(told.Asked, "code_challenge_method") == "S256"
            && Asked(told.Asked, "code_challenge")
                == Base64UrlEncoder.Encode(
                    SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString()))
                );
        if (!isKnown)
            return Results.Json(new { error = "invalid_grant" }, statusCode: 400);
        if (told.Words.HangsUp)
        {
            http.Abort();
            return Results.Empty;
        }

        return Results.Json(
            new
            {
                access_token = "of no use",
                token_type = "Bearer",
                expires_in = 60,
                id_token = IdToken(told.Words, Asked(told.Asked, "nonce")),
            }
        );
    }

    private string IdToken(Words words, string nonce)
    {
        var claims = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["sub"] = words.Subject,
            ["nonce"] = words.Nonce ?? nonce,
            ["name"] = "Ida Elsewhere",
        };
        if (words.Email is { } email)
        {
            claims["email"] = email;
            claims["email_verified"] = words.IsVerified;
        }

        var now = TimeProvider.System.GetUtcNow().UtcDateTime - words.Age;
        var key = new ECDsaSecurityKey(words.IsForged ? _stranger : _key) { KeyId = "liar" };
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(
            new SecurityTokenDescriptor
            {
                Issuer = words.Issuer ?? Issuer,
                Audience = words.Audience ?? Client,
                IssuedAt = now,
                Expires = now.AddMinutes(5),
                Claims = claims,
                SigningCredentials = new(key, SecurityAlgorithms.EcdsaSha256),
            }
        );
    }
}

/// <summary>What is said of somebody; what is not said is as it should be.</summary>
internal sealed record Words(string Subject, string? Email = null)
{
    public bool IsVerified { get; init; } = true;

    public string? Issuer { get; init; }

    public string? Audience { get; init; }

    public string? Nonce { get; init; }

    /// <summary>How long ago it was said.</summary>
    public TimeSpan Age { get; init; }

    public bool IsForged { get; init; }

    public bool HangsUp { get; init; }
}
