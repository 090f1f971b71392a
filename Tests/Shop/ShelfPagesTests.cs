using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Commerce.Catalog;

namespace Commerce.Shopping;

/// <summary>What a catalogue looks like on the pages: names, pages of a search, pictures.</summary>
public sealed partial class ShelfPagesTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private CatalogStore _store = null!;
    private Visitor _visitor = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _store = await CatalogStore.Start(
            _folder.Path,
            demo: false,
            "--Shop:MediaHosts=https://media.example.com, http://127.0.0.1:1"
        );
        _visitor = new(_store.Http.BaseAddress!);
    }

    public async ValueTask DisposeAsync()
    {
        _visitor.Dispose();
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("de", """<span lang="de">Für die Küche</span>""", "Für die Küche")]
    [InlineData("fr", "In the kitchen", "In the kitchen")]
    public async Task A_category_is_called_as_the_tree_calls_it(
        string language,
        string name,
        string title
    )
    {
        await Put("pot", "Pot", categories: ["kitchen", "odds-ends"]);
        using var put = await _store.Http.PutAsJsonAsync(
            "/admin/v1/categories/kitchen",
            new { name = new { en = "In the kitchen", de = "Für die Küche" } },
            Stop
        );
        put.EnsureSuccessStatusCode();
        await _store.ListsTell();

        var pages = await Read(language, "/", "/category/kitchen", "/product/pot");

        Assert.All(pages, page => Assert.Contains(name, page, StringComparison.Ordinal));
        Assert.All(pages, page => Assert.Contains("Odds ends", page, StringComparison.Ordinal));
        Assert.Contains($"<title>{title} ·", pages[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_that_a_search_finds_is_leafed_through_once_and_newest_first()
    {
        // Two words that begin alike, some products with both, and others between them.
        string[] names = ["Kettle", "Kettledrum", "Kett and kettledrum", "Mug"];
        foreach (var n in Enumerable.Range(0, 100))
            await Put($"p{n:000}", $"{names[n % 4]} {n}");
        await _store.ListsTell();

        var (seen, sizes, next) = (new List<string>(), new List<int>(), "/search?q=kett");
        while (next.Length > 0)
        {
            var html = await _visitor.Read(next);
            var slugs = Product().Matches(html).Select(found => found.Groups["slug"].Value);
            sizes.Add(slugs.Count());
            seen.AddRange(slugs);
            next = On().Match(html).Groups["url"].Value.Replace("&amp;", "&");
        }

        var expected = Enumerable.Range(0, 100).Where(n => n % 4 < 3).Select(n => $"p{n:000}");
        Assert.Equal(expected.Reverse(), seen);
        Assert.Equal([24, 24, 24, 3], sizes);
    }

    [Fact]
    public async Task A_cursor_goes_on_in_its_own_search_only()
    {
        foreach (var n in Enumerable.Range(0, 30))
            await Put($"p{n}", $"Kettle {n}");
        await _store.ListsTell();
        var first = await _visitor.Read("/search?q=kettle");
        var next = On().Match(first).Groups["url"].Value.Replace("&amp;", "&");

        Assert.StartsWith("/search?q=kettle&cursor=", next, StringComparison.Ordinal);
        using var own = await _visitor.Get(next);
        using var other = await _visitor.Get(next.Replace("q=kettle", "q=kett"));

        Assert.Equal(200, (int)own.StatusCode);
        Assert.Equal(400, (int)other.StatusCode);
    }

    [Fact]
    public async Task Pictures_are_shown_from_where_the_settings_say()
    {
        await Put(
            "shown",
            "Shown",
            media:
            [
                "https://elsewhere.example/no.jpg",
                "https://media.example.com.elsewhere.example/no.jpg",
                "https://media.example.com/film.mp4",
                "https://media.example.com/a.jpg?w=1",
                "/pictures/b.jpg",
            ]
        );
        await _store.ListsTell();

        using var page = await _visitor.Get("/product/shown");
        var (html, shelf) = (await Visitor.Html(page), await _visitor.Read("/"));

        Assert.Contains(
            "img-src 'self' https://media.example.com http://127.0.0.1:1;",
            page.Headers.GetValues("Content-Security-Policy").Single(),
            StringComparison.Ordinal
        );
        string[] shown = ["https://media.example.com/a.jpg?w=1", "/pictures/b.jpg"];
        Assert.Equal(shown, Photo().Matches(html).Select(found => found.Groups["url"].Value));
        Assert.Contains(shown[0], shelf, StringComparison.Ordinal);
        Assert.DoesNotContain("no.jpg", html + shelf, StringComparison.Ordinal);
    }

    private async Task Put(
        string slug,
        string name,
        string[]? categories = null,
        string[]? media = null
    )
    {
        object[] prices = [new { amount = 1_999, currency = "EUR" }];
        using var put = await _store.Http.PutAsJsonAsync(
            $"/admin/v1/products/key={slug}",
            new
            {
                slug,
                name = new { en = name },
                categories = categories ?? [],
                media = (media ?? []).Select(url => new { url, alt = "a picture" }),
                published = true,
                variants = new[] { new { sku = $"SKU-{slug}", prices } },
            },
            Stop
        );
        put.EnsureSuccessStatusCode();
    }

    private async Task<string[]> Read(string language, params string[] paths)
    {
        var pages = await Task.WhenAll(
            paths.Select(path => _visitor.Read(path, ("Accept-Language", language)))
        );
        return [.. pages.Select(WebUtility.HtmlDecode).OfType<string>()];
    }

    [GeneratedRegex("""href="/product/(?<slug>[^"]+)""", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Product();

    [GeneratedRegex("""rel="next" href="(?<url>[^"]+)""", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex On();

    [GeneratedRegex("""class="photo" src="(?<url>[^"]+)""", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Photo();
}
