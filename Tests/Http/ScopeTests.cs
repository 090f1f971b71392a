using System.Net;
using System.Text.Json.Nodes;
using Commerce.Accounts;
using Commerce.Catalog;

namespace Commerce.Http;

/// <summary>What the tokens of operators' tools allow, and what is noted of who they are.</summary>
public sealed class ScopeTests : IAsyncLifetime
{
    private const string Freeze = "/admin/v1/skus/SCOPE/freeze";

    private readonly Issuer _issuer = new();
    private readonly EdgeStore _store;

    public ScopeTests() => _store = new(_issuer.Settings);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _store.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _issuer.Dispose();
    }

    [Fact]
    public async Task A_scope_opens_its_routes_and_no_others()
    {
        var reader = _issuer.SignTool("reports", "ops:read orders:read");

        Assert.Equal(HttpStatusCode.OK, (await Ask("/admin/v1/orders", reader)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Ask("/admin/v1/nothing", reader)).StatusCode);
        using var refused = await Ask("/admin/v1/skus", reader);

        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Equal("insufficient_scope", await Answers.Code(refused));
        Assert.Equal(
            "Bearer error=\"insufficient_scope\", scope=\"inventory:read\"",
            refused.Headers.WwwAuthenticate.ToString()
        );
    }

    [Fact]
    public async Task Without_a_token_nobody_is_told_what_there_is()
    {
        foreach (var path in (string[])["/admin/v1/orders", "/admin/v1/nothing"])
        {
            using var answer = await Ask(path, token: null);

            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
        }
    }

    /// <summary>Nobody is a tool by a name that says something else.</summary>
    [Theory]
    [InlineData("reports", "another")]
    [InlineData("reports", null)]
    [InlineData("cus_tool", "cus_tool")]
    [InlineData("a b", "a b")]
    [InlineData("", "")]
    public async Task A_tool_speaks_for_itself_alone(string subject, string? client)
    {
        var token = _issuer.Sign(
            subject,
            alter: (_, claims) => (claims["client_id"], claims["scope"]) = (client, "orders:read")
        );
        using var answer = await Ask("/admin/v1/orders", token);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task What_a_file_asks_for_its_sender_must_be_allowed()
    {
        await _store.Stock("SCOPE");
        var cataloguer = _issuer.SignTool("cataloguer", "catalog:write catalog:read");
        using var request = Request(HttpMethod.Post, "/admin/v1/bulk", cataloguer);
        request.Headers.Add("Idempotency-Key", "file");
        request.Content = new StringContent(
            $$$"""
            {"method":"POST","path":"{{{Freeze}}}","body":{"reason":"x"}}
            {"method":"DELETE","path":"/admin/v1/categories/none"}
            """,
            new System.Net.Http.Headers.MediaTypeHeaderValue("application/x-ndjson")
        );
        using var taken = await _store.Http.SendAsync(request, Stop);
        var place = taken.Headers.Location!.ToString();
        var rows = await Finished(place, cataloguer);

        Assert.Equal(
            ["1 insufficient_scope", "2 not_found"],
            rows.Select(row => $"{row!["line"]} {row["code"]}")
        );
        Assert.Equal(
            [
                "cataloguer (catalog:write catalog:read), in bulk DELETE",
                "cataloguer (catalog:write catalog:read) POST",
                "break-glass key POST",
                "break-glass key PUT",
            ],
            await Noted()
        );
    }

    private async Task<JsonArray> Finished(string place, string token)
    {
        JsonNode status;
        do
        {
            using var answer = await Ask(place, token);
            status = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Stop))!;
        } while (status["finishedAt"] is null);

        using var failed = await Ask($"{place}/rows?status=failed", token);
        return JsonNode.Parse(await failed.Content.ReadAsStringAsync(Stop))!["data"]!.AsArray();
    }

    private async Task<IEnumerable<string>> Noted()
    {
        using var audit = await _store.Operate(HttpMethod.Get, "/admin/v1/audit");
        var entries = JsonNode.Parse(await audit.Content.ReadAsStringAsync(Stop))!["data"]!;
        return entries.AsArray().Select(each => $"{each!["who"]} {each["method"]}");
    }

    private async Task<HttpResponseMessage> Ask(string path, string? token)
    {
        using var request = Request(HttpMethod.Get, path, token);
        return await _store.Http.SendAsync(request, Stop);
    }

    private static HttpRequestMessage Request(HttpMethod method, string path, string? token) =>
        new(method, path)
        {
            Headers = { Authorization = token is null ? null : new("Bearer", token) },
        };
}
