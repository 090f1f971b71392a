using System.Buffers.Text;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Commerce.LoadTests.Scenarios;

/// <summary>People with accounts, who sign in for a program that operators let in.</summary>
internal static class Members
{
    /// <summary>For which they sign in.</summary>
    public const string Program = "load";
    private const string Password = "four words that rhyme not";
    public const string Redirect = "http://127.0.0.1/callback";

    /// <summary>Registers one for each client and signs them in; their tokens are good for the
    /// store's <c>SignIn:AccessTokenSeconds</c>, ten minutes as it is shipped.</summary>
    /// <exception cref="SetUpException">The store does not let them.</exception>
    public static async Task<IReadOnlyDictionary<Client, string>> Register(Fleet fleet)
    {
        var added = await fleet
            .Clients[0]
            .Post(
                "/admin/v1/clients",
                $$"""
                {"id":"{{Program}}","name":"Load tests","redirectUris":["{{Redirect}}"],
                "confidential":false}
                """
            );
        SetUpException.Require(added.Status is 201 or 409, "POST /admin/v1/clients", added);
        var tokens = await Task.WhenAll(
            fleet.Clients.Select(client => Register(fleet.Url, $"{client.FreshName()}@example.com"))
        );
        return fleet.Clients.Zip(tokens).ToDictionary(pair => pair.First, pair => pair.Second);
    }

    /// <summary>Opens an account, signs in to it, and answers with the program's token.</summary>
    public static async Task<string> Register(Uri url, string email, string password = Password)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var http = new HttpClient(handler) { BaseAddress = url };
        http.DefaultRequestHeaders.Add("Origin", url.GetLeftPart(UriPartial.Authority));
        await Send(
            http.PostAsync("/account/register", Form(("email", email), ("password", password))),
            HttpStatusCode.SeeOther
        );
        var verifier = RandomNumberGenerator.GetHexString(64, lowercase: true);
        var challenge = Base64Url.EncodeToString(
            SHA256.HashData(Encoding.ASCII.GetBytes(verifier))
        );
        using var agreed = await Send(
            http.GetAsync(
                $"/connect/authorize?client_id={Program}&response_type=code&scope=openid"
                    + $"&redirect_uri={Uri.EscapeDataString(Redirect)}"
                    + $"&code_challenge={challenge}&code_challenge_method=S256"
            ),
            HttpStatusCode.Redirect
        );
        using var given = await Send(
            http.PostAsync(
                "/connect/token",
                Form(
                    ("client_id", Program),
                    ("grant_type", "authorization_code"),
                    ("redirect_uri", Redirect),
                    ("code_verifier", verifier),
                    ("code", CodeIn(agreed.Headers.Location!))
                )
            ),
            HttpStatusCode.OK
        );
        var body = await given.Content.ReadFromJsonAsync<JsonNode>();
        return body!["access_token"]!.GetValue<string>();
    }

    private static string CodeIn(Uri back) =>
        back
            .Query.TrimStart('?')
            .Split('&')
            .First(part => part.StartsWith("code=", StringComparison.Ordinal))[5..];

    private static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) =>
        new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));

    private static async Task<HttpResponseMessage> Send(
        Task<HttpResponseMessage> sending,
        HttpStatusCode expected
    )
    {
        var answer = await sending;
        return answer.StatusCode == expected
            ? answer
            : throw new SetUpException(
                $"{answer.RequestMessage!.RequestUri!.AbsolutePath}: {answer.StatusCode}"
            );
    }
}
