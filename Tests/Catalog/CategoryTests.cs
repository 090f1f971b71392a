using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using CsCheck;

namespace Commerce.Catalog;

public sealed class CategoryTreeTests
{
    private static readonly NamedTexts Name = new([new("en", "N")]);

    [Fact]
    public void A_category_stands_below_one_that_is_there()
    {
        var tree = Put(Put(CategoryTree.Initial, "a"), "b", "a");

        Assert.Equal("circle", Flaw(tree, "a", "b"));
        Assert.Equal("circle", Flaw(tree, "a", "a"));
        Assert.Equal("unknown", Flaw(tree, "a", "c"));
        Assert.Equal("category_has_children", tree.Remove("a", default).Reply.Rejection?.Code);
        Assert.True(tree.Remove("b", default).Reply.IsAccepted);
    }

    [Fact]
    public void Neither_growing_nor_moving_makes_the_tree_too_deep()
    {
        var tree = CategoryTree.Initial;
        for (var i = 0; i < CategoryTree.DepthMax; i++)
        {
            tree = Put(tree, $"c{i}", i == 0 ? null : $"c{i - 1}");
        }

        tree = Put(Put(tree, "x"), "y", "x");

        Assert.Equal("too_deep", Flaw(tree, "new", $"c{CategoryTree.DepthMax - 1}"));
        Assert.Equal("too_deep", Flaw(tree, "x", $"c{CategoryTree.DepthMax - 2}"));
        Assert.Null(Flaw(tree, "x", $"c{CategoryTree.DepthMax - 3}"));
    }

    [Fact]
    public void The_same_again_changes_nothing()
    {
        var tree = Put(CategoryTree.Initial, "a");

        var again = tree.Write("a", new(new([new("en", "N")]), Parent: null, 0), default);

        Assert.Empty(again.Events);
        Assert.False(again.Reply.Value?.IsNew);
    }

    /// <summary>Whatever is written and removed, each category leads to the top.</summary>
    [Fact, Trait("Suite", "Properties")]
    public void There_is_never_a_circle() =>
        Gen.Select(Gen.Int[0, 7], Gen.Int[0, 8], Gen.Bool)
            .Array[1, 40]
            .Sample(
                steps =>
                {
                    var tree = CategoryTree.Initial;
                    foreach (var (slug, parent, removes) in steps)
                    {
                        var decision = removes
                            ? tree.Remove($"c{slug}", default).Events
                            : tree.Write(
                                $"c{slug}",
                                new(Name, parent == 8 ? null : $"c{parent}", 0),
                                default
                            ).Events;
                        tree = decision.Aggregate(tree, (t, e) => t.Evolve(e, default));
                    }

                    foreach (var category in tree.Categories.Values)
                    {
                        var up = category;
                        for (var steps2 = 0; up.Document.Parent is { } parent; steps2++)
                        {
                            Assert.True(steps2 < tree.Categories.Count);
                            up = tree.Categories[parent];
                        }
                    }
                },
                iter: Cases.Count
            );

    private static CategoryTree Put(CategoryTree tree, string slug, string? parent = null) =>
        tree.Write(slug, new(Name, parent, 0), default)
            .Events.Aggregate(tree, (t, e) => t.Evolve(e, default));

    private static string? Flaw(CategoryTree tree, string slug, string parent)
    {
        var reply = tree.Write(slug, new(Name, parent, 0), default).Reply;
        return reply.IsAccepted ? null : reply.Rejection.Data.Single().Text;
    }
}

public sealed class CategoryEdgeTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private CatalogStore _store = null!;

    public async ValueTask InitializeAsync() => _store = await CatalogStore.Start(_folder.Path);

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Categories_are_written_replaced_and_removed()
    {
        var created = await Put("shirts", """{"name":"Shirts"}""");
        var again = await Put("shirts", """{"name":{"en":"Shirts"},"position":0}""");
        var stale = await Put("shirts", """{"name":"Hemden"}""", h => h.Add("If-Match", "\"9\""));
        var bad = await Put("shirts", """{"name":"Shirts","parent":"clothing"}""");
        var removed = await Send(HttpMethod.Delete, "shirts");
        var gone = await Send(HttpMethod.Get, "shirts");

        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Equal("/admin/v1/categories/shirts", created.Headers.Location?.ToString());
        Assert.Equal(created.Headers.ETag, again.Headers.ETag);
        Assert.Equal(HttpStatusCode.PreconditionFailed, stale.StatusCode);
        Assert.Equal(
            "/parent",
            (await bad.Json()).GetProperty("errors")[0].GetProperty("pointer").GetString()
        );
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task Shoppers_see_the_tree_and_what_products_name_page_by_page()
    {
        await Put("b", """{"name":"Books","parent":null}""");
        await Put("d", """{"name":"Deep","parent":"b","position":3}""");
        await _store.PutByKey("x", Document("x", "a", "d"));
        await _store.PutByKey("y", Document("y", "d"));
        await _store.ListsTell();

        var pages = new List<string>();
        for (var path = "/api/v1/categories?limit=1"; path is not null; )
        {
            var page = await (await _store.Send(HttpMethod.Get, path)).Json();
            pages.Add(page.GetProperty("data")[0].ToString());
            var next = page.GetProperty("page").GetProperty("next").GetString();
            path = next is null ? null : $"/api/v1/categories?limit=1&cursor={next}";
        }

        Assert.Equal(
            [
                """{"slug":"a","products":1}""",
                """{"slug":"b","name":{"en":"Books"},"position":0,"products":0}""",
                """{"slug":"d","name":{"en":"Deep"},"parent":"b","position":3,"products":2}""",
            ],
            pages
        );
    }

    [Fact]
    public async Task A_product_that_moves_is_counted_where_it_is()
    {
        await _store.PutByKey("x", Document("x", "a"));
        await _store.ListsTell();
        await _store.PutByKey("x", Document("x", "b"));
        await _store.ListsTell();

        var all = await (await _store.Send(HttpMethod.Get, "/api/v1/categories")).Json();

        Assert.Equal(
            """{"slug":"b","products":1}""",
            Assert.Single(all.GetProperty("data").EnumerateArray()).ToString()
        );
    }

    private static string Document(string slug, params string[] categories) =>
        $$"""
            {"slug":"{{slug}}","name":{"en":"N"},"published":true,
             "categories":{{JsonSerializer.Serialize(categories)}},
             "variants":[{"sku":"{{slug}}","prices":[{"amount":1,"currency":"EUR"}]}]}
            """;

    private Task<HttpResponseMessage> Put(
        string slug,
        string json,
        Action<HttpRequestHeaders>? headers = null
    ) => _store.Send(HttpMethod.Put, $"/admin/v1/categories/{slug}", json, headers);

    private Task<HttpResponseMessage> Send(HttpMethod method, string slug) =>
        _store.Send(method, $"/admin/v1/categories/{slug}");
}
