using System.Net;
using Commerce.Catalog;
using Commerce.Http;

namespace Commerce.Shopping;

public sealed class EmptyShopTests
{
    private const string Origins =
        "Shop:MediaHosts has origins such as https://media.example.com, not ";

    [Fact]
    public async Task An_empty_shop_says_how_to_fill_it()
    {
        using var folder = new TemporaryFolder();
        await using var store = await CatalogStore.Start(folder.Path);
        using var visitor = new Visitor(store.Http.BaseAddress!);

        using var page = await visitor.Get("/");
        var html = await Visitor.Html(page);

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains("./dev import", html, StringComparison.Ordinal);
        Assert.Contains("/admin/v1/products/key=", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--Shop:Currency=EURO", "Shop:Currency is no ISO 4217 currency: EURO.")]
    [InlineData("--Shop:Name= ", "Shop:Name is empty.")]
    [InlineData("--Shop:MediaHosts=media.example.com", Origins + "'media.example.com'.")]
    [InlineData("--Shop:MediaHosts=https://a.example, *", Origins + "'*'.")]
    [InlineData("--Shop:MediaHosts=https://a.example/x", Origins + "'https://a.example/x'.")]
    [InlineData("--Shop:MediaHosts=https://a.b;script-src", Origins + "'https://a.b;script-src'.")]
    [InlineData("--Shop:MediaHosts=ftp://a.example", Origins + "'ftp://a.example'.")]
    public void A_wrong_setting_stops_the_start_with_a_line(string argument, string message)
    {
        using var folder = new TemporaryFolder();

        var wrong = Assert.Throws<SettingException>(() =>
            Store.CreateBuilder([$"--Data={folder.Path}", argument])
        );

        Assert.Equal(message, wrong.Message);
    }
}
