using System.Net;
using System.Text;

namespace Commerce.Http;

/// <summary>What is true of every route, whoever wrote it.</summary>
public sealed class ConventionsTests(EdgeStore store) : IClassFixture<EdgeStore>
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/livez")]
    [InlineData("/api/v1/products")]
    [InlineData("/openapi/v1.json")]
    public async Task Head_is_get_without_a_body(string path)
    {
        using var got = await Send(HttpMethod.Get, path);
        using var head = await Send(HttpMethod.Head, path);

        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal(got.Content.Headers.ContentType, head.Content.Headers.ContentType);
        Assert.Equal(got.Headers.ETag, head.Headers.ETag);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(Cancellation));
    }

    [Theory]
    [InlineData("/api/v1/products", "GET, HEAD, OPTIONS")]
    [InlineData("/api/v1/carts", "POST, OPTIONS")]
    [InlineData("/admin/v1/skus/x/stock", "GET, PATCH, HEAD, OPTIONS")]
    public async Task Options_and_405_say_what_is_allowed(string path, string allowed)
    {
        using var options = await Send(HttpMethod.Options, path);
        using var refused = await Send(HttpMethod.Delete, path, isOperator: true);

        Assert.Equal(HttpStatusCode.NoContent, options.StatusCode);
        Assert.Equal(allowed, string.Join(", ", options.Content.Headers.Allow));
        Assert.Equal("405 method_not_allowed", await Problem(refused));
        Assert.Equal(allowed, string.Join(", ", refused.Content.Headers.Allow));
    }

    [Theory]
    [InlineData("text/html", "406 not_acceptable")]
    [InlineData("application/json;q=0", "406 not_acceptable")]
    [InlineData("image/png, text/*", "406 not_acceptable")]
    [InlineData("application/*", "200")]
    [InlineData("text/html, */*;q=0.1", "200")]
    [InlineData("not a type", "200")]
    public async Task Who_accepts_nothing_that_is_answered_is_told(string accept, string answer)
    {
        using var answered = await Send(HttpMethod.Get, "/api/v1/products", ("Accept", accept));

        Assert.Equal(answer, await Problem(answered));
    }

    [Theory]
    [InlineData("application/merge-patch+json", "200")]
    [InlineData("application/json", "200")]
    [InlineData("text/plain", "415 unsupported_media_type")]
    [InlineData("application/x-www-form-urlencoded", "415 unsupported_media_type")]
    public async Task A_patch_is_a_merge_patch(string type, string answer)
    {
        using var request = Request(HttpMethod.Patch, "/admin/v1/skus/SKU/stock", isOperator: true);
        request.Content = new StringContent("{\"safetyThreshold\":1}", Encoding.UTF8, type);
        using var answered = await store.Http.SendAsync(request, Cancellation);

        Assert.Equal(answer, await Problem(answered));
    }

    [Theory]
    [InlineData("/nothing", "404 not_found")]
    [InlineData("/api/v1/nothing", "404 not_found")]
    [InlineData("/admin/v1/nothing", "401 unauthorized")]
    [InlineData("/api/v1/products?limit=x", "400 malformed_request")]
    [InlineData("/api/v1/carts/%20", "400 malformed_request")]
    public async Task Whatever_fails_is_a_problem(string path, string problem)
    {
        using var failed = await Send(HttpMethod.Get, path);

        Assert.Equal(problem, await Problem(failed));
    }

    [Theory]
    [InlineData("/livez")]
    [InlineData("/nothing")]
    [InlineData("/admin/v1/orders")]
    public async Task Every_answer_is_protected_and_does_not_say_who_serves_it(string path)
    {
        using var answer = await Send(HttpMethod.Get, path);

        Assert.Equal("nosniff", Header(answer, "X-Content-Type-Options"));
        Assert.Equal("no-referrer", Header(answer, "Referrer-Policy"));
        Assert.Contains("default-src 'none'", Header(answer, "Content-Security-Policy"));
        Assert.Contains("max-age", Header(answer, "Strict-Transport-Security"));
        Assert.False(answer.Headers.Contains("Server"));
        Assert.False(answer.Headers.Contains("X-Powered-By"));
    }

    [Fact]
    public async Task A_trace_goes_on_and_a_request_is_called_as_its_client_calls_it()
    {
        using var answer = await Send(
            HttpMethod.Get,
            "/livez",
            ("traceparent", $"00-{Trace}-b7ad6b7169203331-01"),
            ("X-Request-Id", "mine")
        );

        Assert.StartsWith($"00-{Trace}-", Header(answer, "traceparent"), StringComparison.Ordinal);
        Assert.Equal("mine", Header(answer, "X-Request-Id"));
    }

    [Fact]
    public async Task No_other_origin_is_let_in_unless_it_is_named()
    {
        await using var open = new EdgeStore("--Cors:Origins=https://shop.example");
        await open.InitializeAsync();

        Assert.Null(await OriginAllowed(store, "https://shop.example"));
        Assert.Equal("https://shop.example", await OriginAllowed(open, "https://shop.example"));
        Assert.Null(await OriginAllowed(open, "https://evil.example"));
    }

    private static async Task<string?> OriginAllowed(EdgeStore asked, string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, "/api/v1/carts");
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        using var answer = await asked.Http.SendAsync(request, Cancellation);
        return answer.Headers.TryGetValues("Access-Control-Allow-Origin", out var allowed)
            ? allowed.Single()
            : null;
    }

    private static HttpRequestMessage Request(HttpMethod method, string path, bool isOperator)
    {
        var request = new HttpRequestMessage(method, path);
        if (isOperator)
            request.Headers.Authorization = new("Bearer", EdgeStore.OperatorKey);
        return request;
    }

    private static string Header(HttpResponseMessage answer, string name) =>
        answer.Headers.GetValues(name).Single();

    /// <summary>The status, and the code where it is a problem.</summary>
    private static async Task<string> Problem(HttpResponseMessage answer)
    {
        var status = $"{(int)answer.StatusCode}";
        if (answer.IsSuccessStatusCode)
            return status;

        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        return $"{status} {await Catalog.Answers.Code(answer)}";
    }

    private Task<HttpResponseMessage> Send(
        HttpMethod method,
        string path,
        params (string Name, string Value)[] headers
    )
    {
        var request = Request(method, path, isOperator: false);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return store.Http.SendAsync(request, Cancellation);
    }

    private Task<HttpResponseMessage> Send(HttpMethod method, string path, bool isOperator) =>
        store.Http.SendAsync(Request(method, path, isOperator), Cancellation);
}
