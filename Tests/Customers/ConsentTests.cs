using System.Net;
using Commerce.Catalog;
using Commerce.Http;

namespace Commerce.Customers;

/// <summary>What customers agree to and wish for, and what operators see of that.</summary>
[Collection(AccountTests.Name)]
public sealed class ConsentTests(CustomerStore store)
{
    private static readonly string[] Vip = ["vip"];

    [Fact]
    public async Task Each_change_of_mind_is_kept_and_told_as_it_was_then()
    {
        var shopper = await store.Open("kurt@example.com");

        using var agreed = await Say(shopper, granted: true);
        using var again = await Say(shopper, granted: true);
        var then = (await agreed.Json()).GetProperty("at").GetString()!;
        using var withdrawn = await Say(shopper, granted: false);
        using var now = await shopper.Ask(HttpMethod.Get, "/consents");
        using var before = await shopper.Ask(HttpMethod.Get, $"/consents?at={then}");
        using var first = await shopper.Ask(HttpMethod.Get, "/consents?at=2020-01-01T00:00:00Z");
        using var history = await shopper.Ask(HttpMethod.Get, "/consents/history");

        Assert.Equal(HttpStatusCode.Created, agreed.StatusCode);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.Equal(HttpStatusCode.Created, withdrawn.StatusCode);
        Assert.Equal(["False"], await Granted(now));
        Assert.Equal(["True"], await Granted(before));
        Assert.Empty(await Granted(first));
        Assert.Equal(["True", "False"], await Granted(history));
    }

    [Fact]
    public async Task A_wishlist_has_each_wish_once_and_the_newest_first()
    {
        var shopper = await store.Open("lena@example.com");

        using var one = await shopper.Ask(HttpMethod.Post, "/wishlist", new { sku = "ONE" });
        using var two = await shopper.Ask(HttpMethod.Post, "/wishlist", new { sku = "TWO" });
        using var again = await shopper.Ask(HttpMethod.Post, "/wishlist", new { sku = "ONE" });
        using var removed = await shopper.Ask(HttpMethod.Delete, "/wishlist/ONE");
        using var gone = await shopper.Ask(HttpMethod.Delete, "/wishlist/ONE");

        Assert.Equal(HttpStatusCode.Created, one.StatusCode);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        var wishes = (await again.Json()).GetProperty("data").EnumerateArray();
        Assert.Equal(["TWO", "ONE"], wishes.Select(each => $"{each.GetProperty("sku")}"));
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        Assert.Equal(HttpStatusCode.Created, two.StatusCode);
    }

    [Fact]
    public async Task Operators_say_which_groups_a_customer_belongs_to()
    {
        var shopper = await store.Open("mona@example.com");
        var path = $"/admin/v1/customers/{shopper.Id}";

        using var blind = await store.Store.Operate(
            HttpMethod.Put,
            $"{path}/segments",
            new { segments = Vip }
        );
        using var put = await Put(path, "*", "vip", "vip", "b2b");
        using var stale = await Put(path, "\"1\"", "none");
        using var odd = await Put(path, "*", "No Segment");
        using var read = await store.Store.Operate(HttpMethod.Get, path);
        using var none = await store.Store.Operate(
            HttpMethod.Get,
            $"/admin/v1/customers/{Accounts.Issuer.NewAccount()}"
        );

        Assert.Equal(428, (int)blind.StatusCode);
        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        Assert.Equal(HttpStatusCode.PreconditionFailed, stale.StatusCode);
        Assert.Equal("invalid_segments", await odd.Code());
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        var body = await read.Json();
        var segments = body.GetProperty("segments").EnumerateArray();
        Assert.Equal(["vip", "b2b"], segments.Select(each => each.GetString()));
        var person = body.GetProperty("person");
        Assert.Equal("mona@example.com", person.GetProperty("email").GetString());
    }

    private static Task<HttpResponseMessage> Say(Shopper shopper, bool granted) =>
        shopper.Ask(
            HttpMethod.Post,
            "/consents",
            new
            {
                purpose = "newsletter",
                version = "2030-01",
                granted,
            }
        );

    private static async Task<IEnumerable<string>> Granted(HttpResponseMessage answer) =>
        (await answer.Json())
            .GetProperty("data")
            .EnumerateArray()
            .Select(each => each.GetProperty("granted").ToString());

    private Task<HttpResponseMessage> Put(string path, string match, params string[] segments)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, $"{path}/segments")
        {
            Content = System.Net.Http.Json.JsonContent.Create(new { segments }),
        };
        request.Headers.Authorization = new("Bearer", EdgeStore.OperatorKey);
        request.Headers.TryAddWithoutValidation("If-Match", match);
        return store.Store.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
