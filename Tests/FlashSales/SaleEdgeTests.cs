using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Commerce.Http;
using Commerce.OpenApi;

namespace Commerce.FlashSales;

/// <summary>Sales over HTTP: what operators write, and what shoppers see of it.</summary>
public sealed class SaleEdgeTests(EdgeStore store) : IClassFixture<EdgeStore>
{
    private const string Home = "/admin/v1/sales";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_draft_is_created_read_and_replaced_from_what_was_read()
    {
        using var created = await Send("createSale", HttpMethod.Post, Home, Draft());
        var made = await Read(created);
        var at = created.Headers.Location!.ToString();
        using var read = await Send("getSaleAsOperator", HttpMethod.Get, at);
        using var bare = await Send("replaceSale", HttpMethod.Put, at, Draft("Later"));
        using var stale = await Send("replaceSale", HttpMethod.Put, at, Draft("Later"), "\"99\"");
        using var odd = await Send("replaceSale", HttpMethod.Put, at, Draft("Later"), "other");
        var tag = read.Headers.ETag!.ToString();
        using var put = await Send("replaceSale", HttpMethod.Put, at, Draft("Later"), tag);

        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Equal($"{Home}/{made["id"]}", at);
        Assert.Equal(created.Headers.ETag, read.Headers.ETag);
        Assert.Equal("draft", $"{made["state"]}");
        Assert.Equal(
            """{"amount":1250,"currency":"EUR"}""",
            made["items"]![0]!["price"]!.ToJsonString()
        );
        Assert.Equal(428, (int)bare.StatusCode);
        Assert.Equal(412, (int)stale.StatusCode);
        Assert.Equal(412, (int)odd.StatusCode);
        Assert.Equal("Later", $"{(await Read(put))["name"]}");
        Assert.NotEqual(read.Headers.ETag, put.Headers.ETag);
    }

    [Fact]
    public async Task What_is_wrong_is_told_by_its_place()
    {
        var body = Draft();
        body["limit"] = 0;
        body["items"]![0]!["quantity"] = 0;
        using var ranges = await Send("createSale", HttpMethod.Post, Home, body);
        var other = Draft();
        other["order"] = "luck";
        other["items"]!.AsArray().Add(null);
        using var words = await Send("createSale", HttpMethod.Post, Home, other);

        Assert.Equal(["/limit", "/items/0/quantity"], await Pointers(ranges, "invalid_sale"));
        Assert.Equal(["/items/1", "/order"], await Pointers(words, "invalid_sale"));
    }

    [Fact]
    public async Task What_a_draft_does_not_allow_is_refused_and_says_how_it_stands()
    {
        using var created = await Send("createSale", HttpMethod.Post, Home, Draft());
        var at = created.Headers.Location!.ToString();
        foreach (
            var (id, command) in ((string, string)[])
                [
                    ("armSale", "arm"),
                    ("startSale", "start"),
                    ("pauseSale", "pause"),
                    ("resumeSale", "resume"),
                    ("stopSale", "stop"),
                ]
        )
        {
            using var refused = await Send(
                id,
                HttpMethod.Post,
                $"{at}/{command}",
                new JsonObject()
            );
            var problem = await Read(refused);

            Assert.Equal("invalid_transition", $"{problem["code"]}");
            Assert.Equal("draft", $"{problem["errors"]![0]!["state"]}");
        }
    }

    [Fact]
    public async Task A_draft_is_called_off_once_and_for_all()
    {
        using var created = await Send("createSale", HttpMethod.Post, Home, Draft());
        var at = created.Headers.Location!.ToString();
        using var stale = await Send("removeSale", HttpMethod.Delete, at, ifMatch: "\"99\"");
        using var gone = await Send("removeSale", HttpMethod.Delete, at);
        using var again = await Send("removeSale", HttpMethod.Delete, at);
        using var read = await Send("getSaleAsOperator", HttpMethod.Get, at);

        Assert.Equal(412, (int)stale.StatusCode);
        Assert.Equal(204, (int)gone.StatusCode);
        Assert.Equal(204, (int)again.StatusCode);
        Assert.Equal("cancelled", $"{(await Read(read))["state"]}");
    }

    [Fact]
    public async Task Admission_is_merged_and_people_are_kept_out_by_name()
    {
        using var created = await Send("createSale", HttpMethod.Post, Home, Draft());
        var at = created.Headers.Location!.ToString();

        Assert.Equal(5, await Admit("""{"perSecond":5}"""));
        Assert.Equal(5, await Admit("{}"));
        Assert.Null(await Admit("""{"perSecond":null}"""));
        using var far = await Send(
            "setAdmission",
            HttpMethod.Patch,
            $"{at}/admission",
            Rate(100_001)
        );
        Assert.Equal(["/perSecond"], await Pointers(far, "admission_out_of_range"));

        var owner = new JsonObject { ["owner"] = "crt_eu1_1" };
        using var blocked = await Send("blockOwner", HttpMethod.Post, $"{at}/block", owner);
        Assert.Equal("""["crt_eu1_1"]""", (await Read(blocked))["blocked"]!.ToJsonString());
        using var open = await Send("unblockOwner", HttpMethod.Post, $"{at}/unblock", owner);
        Assert.Equal("[]", (await Read(open))["blocked"]!.ToJsonString());

        async Task<int?> Admit(string patch)
        {
            using var set = await Send(
                "setAdmission",
                HttpMethod.Patch,
                $"{at}/admission",
                JsonNode.Parse(patch)
            );
            return (await Read(set))["admission"]!["perSecond"]?.GetValue<int>();
        }

        static JsonObject Rate(int perSecond) => new() { ["perSecond"] = perSecond };
    }

    [Fact]
    public async Task Shoppers_know_of_no_draft_and_strangers_of_no_sale()
    {
        using var created = await Send("createSale", HttpMethod.Post, Home, Draft());
        var id = $"{(await Read(created))["id"]}";
        using var theirs = await store.Http.GetAsync($"/api/v1/sales/{id}", Cancellation);
        using var page = await store.Http.GetAsync($"/sale/{id}", Cancellation);
        using var list = await store.Http.GetAsync("/api/v1/sales", Cancellation);
        using var unasked = await store.Http.GetAsync($"{Home}/{id}", Cancellation);
        using var unknown = await Send("getSaleAsOperator", HttpMethod.Get, $"{Home}/sal_eu1_no");
        using var live = await Send("followSale", HttpMethod.Get, $"{Home}/sal_eu1_no/live");

        Assert.Equal(404, (int)theirs.StatusCode);
        Assert.Equal(404, (int)page.StatusCode);
        Assert.Equal("public, max-age=1", $"{list.Headers.CacheControl}");
        Assert.Empty((await Read(list))["data"]!.AsArray());
        Assert.Equal(401, (int)unasked.StatusCode);
        Assert.Equal(404, (int)unknown.StatusCode);
        Assert.Equal(404, (int)live.StatusCode);
    }

    [Fact]
    public async Task Each_write_of_an_operator_is_noted()
    {
        using var created = await Send("createSale", HttpMethod.Post, Home, Draft());
        var at = created.Headers.Location!.ToString();
        using var refused = await Send(
            "startSale",
            HttpMethod.Post,
            $"{at}/start",
            new JsonObject()
        );
        using var audit = await store.Operate(HttpMethod.Get, "/admin/v1/audit");
        var noted = (await Read(audit))["data"]!
            .AsArray()
            .Where(each => $"{each!["path"]}".StartsWith(at, StringComparison.Ordinal))
            .Select(each => $"{each!["method"]} {each["status"]} {each["code"]}");

        Assert.Equal(["POST 409 invalid_transition"], noted);
    }

    private static JsonObject Draft(string name = "Lamps at half price") =>
        new()
        {
            ["name"] = name,
            ["items"] = new JsonArray(
                new JsonObject
                {
                    ["sku"] = "LAMP",
                    ["price"] = new JsonObject { ["amount"] = 1_250, ["currency"] = "EUR" },
                    ["quantity"] = 10,
                }
            ),
        };

    private static async Task<IEnumerable<string>> Pointers(HttpResponseMessage answer, string code)
    {
        var problem = await Read(answer);
        Assert.Equal(code, $"{problem["code"]}");
        return problem["errors"]!.AsArray().Select(each => $"{each!["pointer"]}");
    }

    private static async Task<JsonNode> Read(HttpResponseMessage answer) =>
        JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancellation))!;

    /// <summary>Asks as an operator, and holds the answer against the document.</summary>
    private async Task<HttpResponseMessage> Send(
        string operation,
        HttpMethod method,
        string path,
        JsonNode? body = null,
        string? ifMatch = null
    )
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new("Bearer", EdgeStore.OperatorKey);
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        if (body is not null)
            request.Content = JsonContent.Create(body);

        var answer = await store.Http.SendAsync(request, Cancellation);
        await answer.Content.LoadIntoBufferAsync(Cancellation);
        var contract = new ApiContract(await store.GetDocument());
        Assert.Equal([], await contract.Breaches(operation, answer));
        return answer;
    }
}
