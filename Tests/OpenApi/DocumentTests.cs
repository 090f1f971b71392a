using System.Text.Json.Nodes;
using Commerce.Http;
using Microsoft.AspNetCore.Routing;

namespace Commerce.OpenApi;

/// <summary>The document is always equal to the routes.</summary>
public sealed class DocumentTests(EdgeStore store) : IClassFixture<EdgeStore>
{
    private static readonly string[] Apis = ["/api/", "/admin/", "/hooks/"];

    [Fact]
    public async Task It_has_every_route_and_verb_and_no_other()
    {
        var document = await store.GetDocument();
        var described = ApiContract.Operations(document).Select(each => $"{each.Verb} {each.Path}");

        var routes = store
            .Routes.Where(route => !IsExcluded(route))
            .SelectMany(route => VerbsOf(route).Select(verb => $"{verb} {Template(route)}"));

        Assert.Equal(routes.Order(), described.Order());
    }

    /// <summary>A key with slashes is the same operation as one without.</summary>
    [Fact]
    public void Only_pages_for_people_are_left_out() =>
        Assert.Equal(
            ["/admin/v1/products/key={key}/{**rest}"],
            store
                .Routes.Where(route => IsExcluded(route) && IsOfAnApi(route))
                .Select(route => route.RoutePattern.RawText)
        );

    [Fact]
    public async Task Every_operation_says_what_it_does_answers_and_refuses()
    {
        var document = await store.GetDocument();

        foreach (var (verb, path, operation) in ApiContract.Operations(document))
        {
            var name = $"{verb} {path}";
            Assert.True(operation["operationId"] is not null, name);
            Assert.True(operation["summary"] is not null, name);
            Assert.True(operation["tags"]!.AsArray().Count == 1, name);
            var responses = operation["responses"]!.AsObject();
            Assert.True(responses.Any(each => each.Key[0] is '2'), name);
            Assert.All(
                responses.Where(each => each.Key[0] is '4' or '5'),
                each => Assert.NotNull(each.Value!["content"]!["application/problem+json"])
            );
            Assert.Equal(
                path.StartsWith("/admin/", StringComparison.Ordinal),
                operation["security"]?[0]?["operator"]?.AsArray().Count == 1
            );
            Assert.Equal(
                path.Count(c => c == '{'),
                Parameters(operation).Count(each => each["in"]!.GetValue<string>() == "path")
            );
        }
    }

    [Theory]
    [InlineData("checkout", "Idempotency-Key", true)]
    [InlineData("moveStock", "Idempotency-Key", true)]
    [InlineData("addCartLine", "Idempotency-Key", false)]
    [InlineData("replaceProduct", "If-Match", true)]
    [InlineData("addCartLine", "If-Match", false)]
    [InlineData("checkout", "Prefer", false)]
    [InlineData("getOrder", "X-Order-Token", false)]
    public async Task Headers_are_told_with_whether_they_must_be_there(
        string id,
        string header,
        bool isRequired
    )
    {
        var document = await store.GetDocument();
        var (_, _, operation) = ApiContract
            .Operations(document)
            .Single(each => each.Operation["operationId"]!.GetValue<string>() == id);

        var told = Parameters(operation).Single(each => each["name"]!.GetValue<string>() == header);

        Assert.Equal(isRequired, told["required"]?.GetValue<bool>() ?? false);
    }

    [Fact]
    public async Task Values_are_what_they_are_in_json()
    {
        var schemas = (await store.GetDocument())["components"]!["schemas"]!;

        Assert.Equal("string", schemas["Sku"]!["type"]!.GetValue<string>());
        Assert.Equal("string", schemas["OrderId"]!["type"]!.GetValue<string>());
        Assert.NotNull(schemas["OrderId"]!["pattern"]);
        Assert.Equal("string", schemas["Currency"]!["type"]!.GetValue<string>());
        var amount = schemas["Money"]!["properties"]!["amount"]!;
        Assert.Equal("integer", amount["type"]!.GetValue<string>());
        Assert.Equal("int64", amount["format"]!.GetValue<string>());
        Assert.False(schemas["AddLineRequest"]!["additionalProperties"]!.GetValue<bool>());
        Assert.Null(schemas["Cart"]!["additionalProperties"]);
    }

    [Fact]
    public async Task The_reference_is_served_from_here_alone()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var page = await store.Http.GetAsync("/docs/", cancellation);
        var html = await page.Content.ReadAsStringAsync(cancellation);
        using var script = await store.Http.GetAsync("/docs/scalar.js", cancellation);

        Assert.DoesNotContain("//", html, StringComparison.Ordinal);
        Assert.True(script.IsSuccessStatusCode);
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
        Assert.Contains("script-src 'self' 'nonce-", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-inline", policy.Split("script-src")[1]);
    }

    private static IEnumerable<JsonNode> Parameters(JsonNode operation) =>
        operation["parameters"]?.AsArray().Select(each => each!) ?? [];

    private static bool IsExcluded(RouteEndpoint route) =>
        route.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is { } excluded
        && excluded.ExcludeFromDescription;

    private static bool IsOfAnApi(RouteEndpoint route) =>
        Apis.Any(api => Template(route).StartsWith(api, StringComparison.Ordinal));

    private static IEnumerable<string> VerbsOf(RouteEndpoint route) =>
        route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["any"];

    private static string Template(RouteEndpoint route) =>
        // A parameter that takes the rest of the path is one like any other, as clients see it.
        "/" + route.RoutePattern.RawText!.Trim('/').Replace("{**", "{", StringComparison.Ordinal);
}
