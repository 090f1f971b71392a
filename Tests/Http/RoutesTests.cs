using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Commerce.Http;

/// <summary>
/// Every route and who may call it, as text under review: a new one shows as a new line.
/// </summary>
public sealed class RoutesTests(EdgeStore store) : IClassFixture<EdgeStore>
{
    private static readonly string Path = System.IO.Path.Combine(
        Repository.Root,
        "Tests",
        "Http",
        "Routes.txt"
    );

    [Fact]
    public void Every_route_says_who_may_call_it_and_the_list_tells_all()
    {
        var lines = store.Routes.SelectMany(Lines).Order(StringComparer.Ordinal);
        var actual = string.Concat(lines.Select(line => $"{line}\n"));
        if (Environment.GetEnvironmentVariable("ACCEPT") is "1")
        {
            File.WriteAllText(Path, actual);
        }

        Assert.Equal(File.ReadAllText(Path), actual);
    }

    [Fact]
    public async Task A_store_with_a_route_that_does_not_say_it_does_not_start()
    {
        await using var planted = new EdgeStore
        {
            Also = app => app.MapGet("/planted/{id}", (string id) => id),
        };

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(async () =>
            await planted.InitializeAsync()
        );

        Assert.EndsWith("HTTP: GET /planted/{id}", refused.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Lines(RouteEndpoint route)
    {
        var callers = Callers.Of(route)?.Words ?? "NOBODY SAYS";
        var verbs = route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["ANY"];
        var path = $"/{route.RoutePattern.RawText!.Trim('/')}";
        // The stylesheet is named after what is in it.
        if (
            path.StartsWith("/ops/", StringComparison.Ordinal)
            && path.EndsWith(".css", StringComparison.Ordinal)
        )
            path = "/ops/….css";
        return verbs.Select(verb => $"{path} {verb}: {callers}");
    }
}
