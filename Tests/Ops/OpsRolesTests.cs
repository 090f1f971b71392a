using System.Globalization;
using System.Net;
using Commerce.BadInput;
using Commerce.Http;
using Commerce.Operators;
using Commerce.Orders;
using Commerce.Secrets;
using Commerce.Shopping;
using Commerce.SignIn;
using Commerce.Stores;
using Microsoft.AspNetCore.Routing;

namespace Commerce.Ops;

/// <summary>People at the operators' pages, who may do there what their roles allow.</summary>
[Collection(nameof(SignInShop))]
public sealed class OpsRolesTests(SignInShop shop)
{
    private Shop Key => new(shop.Store.Http, EdgeStore.OperatorKey);

    [Fact]
    public async Task A_role_opens_the_pages_that_its_scopes_allow_and_no_others()
    {
        using var person = await new Person(shop).Register();
        var (wrong, seen) = (new List<string>(), 0);
        foreach (var (role, scopes) in Roles.Scopes)
        {
            await person.Become(role);
            foreach (var (path, verb, needed) in Pages())
            {
                seen++;
                // A form that is not ours goes no further than to be looked at.
                using var answer = verb is "GET"
                    ? await person.Browser.Get(path)
                    : await person.Browser.Post(path);
                var isIn =
                    answer.StatusCode is not (HttpStatusCode.Forbidden or HttpStatusCode.SeeOther);
                if (isIn != scopes.Contains(needed))
                    wrong.Add($"{verb} {path} as {role}: {answer.StatusCode}");
            }
        }

        Assert.True(seen > 40 * Roles.Scopes.Count, $"{seen}");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task Pages_offer_what_one_may_do_and_close_when_a_role_is_taken()
    {
        using var person = await new Person(shop).Register();
        using var shopper = await person.Browser.Get("/ops/orders");
        await person.Become("inventory-manager");
        using var first = await person.Browser.Get("/ops");
        var page = await person.Browser.Read("/ops/stock/ROLES");
        var freeze = ("frozen", "true");
        var token = ("token", Visitor.Hidden(page, "token"));
        using var done = await person.Browser.Post("/ops/stock/ROLES/freeze", freeze, token);
        var noted = await Noted();
        await person.Become("viewer");
        var seen = await person.Browser.Read("/ops/stock/ROLES");
        using var late = await person.Browser.Post("/ops/stock/ROLES/freeze", freeze, token);

        Assert.Equal(HttpStatusCode.Forbidden, shopper.StatusCode);
        Assert.Equal("/ops/stock", $"{first.Headers.Location}");
        Assert.Contains("Move units", page, StringComparison.Ordinal);
        Assert.DoesNotContain("/ops/orders", page, StringComparison.Ordinal);
        Assert.Equal("/ops/stock/ROLES?done=freeze", $"{done.Headers.Location}");
        Assert.Equal($"{person.Id}, by page", noted);
        Assert.Contains("/ops/orders", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("Move units", seen, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, late.StatusCode);
    }

    [Fact]
    public async Task Who_showed_who_they_are_too_long_ago_does_so_again()
    {
        using var person = await new Person(shop).Register();
        await person.Become("viewer");
        SignInAgo(person, TimeSpan.FromHours(8) - TimeSpan.FromMinutes(1));
        using var still = await person.Browser.Get("/ops/orders");
        SignInAgo(person, TimeSpan.FromHours(8) + TimeSpan.FromMinutes(1));
        using var old = await person.Browser.Get("/ops/orders");
        var door = await person.Browser.Read($"{old.Headers.Location}");
        var signIn = await person.Browser.Read("/account/sign-in?back=%2Fops%2Forders");
        using var account = await person.Browser.Get("/account");
        using var again = await person.SignIn("/ops/orders");
        using var open = await person.Browser.Get("/ops/orders");

        Assert.Equal(HttpStatusCode.OK, still.StatusCode);
        Assert.Equal("/ops/sign-in?back=%2Fops%2Forders", $"{old.Headers.Location}");
        Assert.Contains("/account/sign-in?back=%2Fops%2Forders", door, StringComparison.Ordinal);
        Assert.Contains("/ops/sign-in?back=%2Fops%2Forders", signIn, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, account.StatusCode);
        Assert.Equal("/ops/orders", $"{again.Headers.Location}");
        Assert.Equal(HttpStatusCode.OK, open.StatusCode);
    }

    [Fact]
    public async Task Signing_out_of_the_pages_signs_the_browser_out()
    {
        using var person = await new Person(shop).Register();
        await person.Become("viewer");
        var page = await person.Browser.Read("/ops/orders");
        using var signedOut = await person.Browser.Post(
            "/ops/sign-out",
            ("token", Visitor.Hidden(page, "token"))
        );
        using var later = await person.Browser.Get("/ops/orders");

        Assert.Equal("/ops/sign-in", $"{signedOut.Headers.Location}");
        Assert.Equal(HttpStatusCode.SeeOther, later.StatusCode);
    }

    [Fact]
    public async Task Much_money_goes_back_once_another_person_agrees()
    {
        var order = await Bought();
        using var ann = await Hired("finance");
        using var ben = await Hired("finance");
        var approve = $"refunds/{RefundId.Of(new(order), 1)}/approve";
        using var asked = await Send(ann, order, "refund", ("amount", "600.00"), ("key", "r"));
        var (annsPage, bensPage) = (await Page(ann, order), await Page(ben, order));
        using var own = await Send(ann, order, approve);
        using var stolen = await ben.Browser.Post(
            $"/ops/orders/{order}/{approve}",
            ("token", Visitor.Hidden(annsPage, "token"))
        );
        var before = await Sum(order, "refunded");
        using var agreed = await Send(ben, order, approve);

        Assert.EndsWith("?done=awaiting", $"{asked.Headers.Location}", StringComparison.Ordinal);
        Assert.DoesNotContain(approve, annsPage, StringComparison.Ordinal);
        Assert.Contains(approve, bensPage, StringComparison.Ordinal);
        Assert.Contains($"asked for by {ann.Id}", bensPage, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, own.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, stolen.StatusCode);
        Assert.Equal(0, before);
        Assert.EndsWith("?done=approve", $"{agreed.Headers.Location}", StringComparison.Ordinal);
        Assert.Equal(60_000, await Sum(order, "refunded"));
        Assert.Equal($"{ben.Id}, by page", await Noted());
    }

    [Fact]
    public async Task Cancelling_gives_back_no_more_than_one_may_alone()
    {
        var order = await Bought();
        using var ann = await Hired("administrator");
        using var ben = await Hired("finance");
        using var refused = await Send(ann, order, "cancel", ("key", "c"));
        var byKey = await Key.Cancel(order, "c");
        var before = (await Key.GetOrder(order)).Expect(200);
        using var asked = await Send(ann, order, "refund", ("key", "r"));
        using var agreed = await Send(ben, order, $"refunds/{RefundId.Of(new(order), 1)}/approve");
        using var done = await Send(ann, order, "cancel", ("key", "c"));

        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains(
            "Ask for a refund of it",
            await Visitor.Html(refused),
            StringComparison.Ordinal
        );
        Assert.Equal("refund_required", byKey.Code);
        Assert.Equal("confirmed", before.Text("status"));
        Assert.EndsWith("?done=cancel", $"{done.Headers.Location}", StringComparison.Ordinal);
        Assert.Equal("cancelled", (await Key.GetOrder(order)).Expect(200).Text("status"));
        Assert.Equal(await Sum(order, "captured"), await Sum(order, "refunded"));
    }

    /// <summary>Every page and form that needs a scope.</summary>
    private IEnumerable<(string Path, string Verb, string Scope)> Pages() =>
        from route in shop.Store.Routes
        let needed = (Callers.Of(route) as OperatorPage)?.Scope
        where needed is not null
        from verb in route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
        let path = $"/{route.RoutePattern.RawText!.Trim('/')}"
        select (new RoutePatternText(path).With("none"), verb, needed);

    private async Task<Person> Hired(string role)
    {
        var person = await new Person(shop).Register();
        await person.Become(role);
        return person;
    }

    /// <summary>An order of 1,000.00, all of it captured.</summary>
    private async Task<string> Bought()
    {
        var (guest, key) = (new Shop(shop.Store.Http, bearer: null), $"{Guid.CreateVersion7():N}");
        await Key.Stock("DEAR", units: 100, price: 100_000);
        var bought = await guest.Checkout(await guest.FillCart("DEAR"), key);
        var order = bought.Expect(201).Text("id");
        (await Key.Capture(order, key)).Expect(201);
        return order;
    }

    private static Task<string> Page(Person person, string order) =>
        person.Browser.Read($"/ops/orders/{order}");

    /// <summary>Sends a form of the order's page.</summary>
    private static async Task<HttpResponseMessage> Send(
        Person person,
        string order,
        string form,
        params (string Name, string Value)[] fields
    )
    {
        var token = ("token", Visitor.Hidden(await Page(person, order), "token"));
        return await person.Browser.Post($"/ops/orders/{order}/{form}", [.. fields, token]);
    }

    private async Task<long> Sum(string order, string what)
    {
        var told = (await Key.GetOrder(order)).Expect(200);
        return told.Body["payments"]![0]![what]!["amount"]!.GetValue<long>();
    }

    /// <summary>Who is noted to have written last.</summary>
    private async Task<string> Noted()
    {
        var page = (await Key.Get("/admin/v1/audit")).Expect(200);
        return page.Body["data"]![0]!["who"]!.GetValue<string>();
    }

    /// <summary>Lets the browser's cookie say that, as only the store can.</summary>
    private void SignInAgo(Person person, TimeSpan ago)
    {
        var parts = person.Cookie.Value.Split('.');
        var since = (TimeProvider.System.GetUtcNow() - ago).ToUnixTimeSeconds();
        parts[2] = since.ToString(CultureInfo.InvariantCulture);
        var text = string.Join('.', parts[..3]);
        var keys = shop.Store.Service<ServerKeys>();
        person.Cookie.Value = $"{text}.{keys.Mark("commerce_session", text)}";
    }
}
