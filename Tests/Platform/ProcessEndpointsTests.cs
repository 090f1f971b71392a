using System.Net;
using System.Text.Json;
using Commerce.Orders;
using Commerce.Payments;
using Commerce.Views;

namespace Commerce.Platform;

/// <summary>What operators are told of orders and payments that are not at rest.</summary>
public sealed class ProcessEndpointsTests(ListStore store) : IClassFixture<ListStore>
{
    private static readonly DateTimeOffset LongAgo = DateTimeOffset.UnixEpoch.AddYears(50);

    private static DateTimeOffset InAnHour => TimeProvider.System.GetUtcNow().AddHours(1);

    private static PaymentEvent Requested =>
        new PaymentEvent.Requested(
            new(1_999, Currency.Parse("EUR", null)),
            "tok_ok",
            "order/ord_x"
        );

    [Fact]
    public async Task A_payment_whose_provider_is_silent_is_stuck_until_it_is_asked_again()
    {
        await Pay("pay_silent", Requested, new PaymentEvent.BecameIndeterminate(3));
        var stuck = await Find("pay_silent", "?state=stuck");
        using var retried = await Retry("pay_silent");
        await store.CatchUp();

        Assert.Equal("provider_silent", stuck!.Value.GetProperty("why").GetString());
        Assert.Equal("authorize", stuck.Value.GetProperty("step").GetString());
        Assert.Equal("ord_x", stuck.Value.GetProperty("order").GetString());
        Assert.Equal(3, stuck.Value.GetProperty("tries").GetInt32());
        Assert.Equal("2020-01-01T00:00:00.000Z", stuck.Value.GetProperty("since").GetString());
        Assert.Equal("2020-01-01T00:00:08.000Z", stuck.Value.GetProperty("nextTry").GetString());
        Assert.Equal(HttpStatusCode.OK, retried.StatusCode);
        Assert.Null(await Find("pay_silent", ""));
    }

    [Fact]
    public async Task Money_that_the_provider_does_not_take_back_needs_somebody()
    {
        var refused = Enumerable
            .Range(1, 3)
            .SelectMany(n =>
                (PaymentEvent[])
                    [
                        new PaymentEvent.OperationRequested(
                            $"opn_{n}",
                            PaymentAction.Void,
                            1_999,
                            $"abandoned-{n - 1}",
                            "abandoned",
                            ""
                        ),
                        new PaymentEvent.OperationFailed($"opn_{n}", "no"),
                    ]
            );
        await Pay(
            "pay_refused",
            [
                Requested,
                new PaymentEvent.Abandoned(),
                new PaymentEvent.Authorized("chg_x", 1_999, 1),
                .. refused,
            ]
        );
        var stuck = await Find("pay_refused", "?state=stuck");
        using var retried = await Retry("pay_refused");

        Assert.Equal("give_back", stuck!.Value.GetProperty("step").GetString());
        Assert.Equal("provider_refused", stuck.Value.GetProperty("why").GetString());
        Assert.False(stuck.Value.TryGetProperty("nextTry", out _));
        var events = await ListStore.Get(store.Operator, "/admin/v1/events?limit=1000");
        Assert.Contains("pay_refused@10", events.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_still_has_to_agree_is_waited_for_and_not_stuck()
    {
        await Pay(
            "pay_waits",
            Requested,
            new PaymentEvent.ActionRequired("chg_y", "https://there", InAnHour, 1)
        );

        Assert.NotNull(await Find("pay_waits", "?state=waiting"));
        Assert.NotNull(await Find("pay_waits", ""));
        Assert.Null(await Find("pay_waits", "?state=running"));
        Assert.Null(await Find("pay_waits", "?state=stuck"));
    }

    [Fact]
    public async Task An_order_is_listed_while_it_does_something_and_until_it_has_given_back()
    {
        const string Id = "ord_eu1_01J00000000000000000000001";
        await Order(Id, 0, new OrderEvent.RoundBegan(2));
        var holding = await Find(Id, "?state=stuck");
        await Order(Id, 1, new OrderEvent.Reserved(InAnHour));
        var paying = await Find(Id, "?state=running");
        await Order(Id, 2, new OrderEvent.PaymentFailed(1, "no"));
        var waiting = await Find(Id, "?state=waiting");
        await Order(Id, 3, new OrderEvent.Expired("reservation_expired"));
        var settling = await Find(Id, "?state=stuck");
        await Order(Id, 4, new OrderEvent.Settled());

        Assert.Equal("hold", holding!.Value.GetProperty("step").GetString());
        Assert.Equal("pay", paying!.Value.GetProperty("step").GetString());
        Assert.Equal("payment_declined", waiting!.Value.GetProperty("why").GetString());
        Assert.Equal("settle", settling!.Value.GetProperty("step").GetString());
        Assert.Null(await Find(Id, ""));
    }

    [Fact]
    public async Task The_stuck_are_paged_through_oldest_first_and_end_where_time_is_left()
    {
        for (var n = 1; n <= 5; n++)
        {
            await store.Happen(
                $"payment/pay_paged_{n}",
                0,
                LongAgo.AddYears(n - 40),
                (PaymentEvent)new PaymentEvent.BecameIndeterminate(1)
            );
        }

        var seen = new List<string>();
        var next = "/admin/v1/processes?state=stuck&limit=2";
        for (var page = 0; page < 3; page++)
        {
            var json = await ListStore.Get(store.Operator, next);
            seen.AddRange(Ids(json));
            next =
                "/admin/v1/processes?state=stuck&limit=2&cursor="
                + json.GetProperty("page").GetProperty("next").GetString();
        }

        Assert.Equal(
            Enumerable.Range(1, 5).Select(n => $"pay_paged_{n}"),
            seen.Where(id => id.StartsWith("pay_paged", StringComparison.Ordinal))
        );
    }

    [Theory]
    [InlineData("?state=odd", "422 invalid_state")]
    [InlineData("?state=stuck&cursor=odd", "400 invalid_cursor")]
    [InlineData("?limit=201", "422 limit_out_of_range")]
    public async Task A_list_that_is_none_is_refused(string query, string problem) =>
        Assert.Equal(
            problem,
            await ListStore.Problem(store.Operator, $"/admin/v1/processes{query}")
        );

    [Theory]
    [InlineData("ord_none")]
    [InlineData("pay_none")]
    [InlineData("crt_none")]
    public async Task What_is_no_process_cannot_be_retried(string id)
    {
        using var answer = await Retry(id);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Shoppers_have_no_part_in_it()
    {
        Assert.Equal(
            "401 unauthorized",
            await ListStore.Problem(store.Shopper, "/admin/v1/processes")
        );
    }

    private Task Pay(string id, params PaymentEvent[] events) =>
        store.Happen($"payment/{id}", 0, LongAgo, events);

    private Task Order(string id, long after, OrderEvent happened) =>
        store.Happen($"order/{id}", after, LongAgo, happened);

    private Task<HttpResponseMessage> Retry(string id) =>
        store.Operator.PostAsync(
            $"/admin/v1/processes/{id}/retry",
            content: null,
            TestContext.Current.CancellationToken
        );

    private async Task<JsonElement?> Find(string id, string query)
    {
        var page = await ListStore.Get(store.Operator, $"/admin/v1/processes{query}");
        var found = page.GetProperty("data")
            .EnumerateArray()
            .Where(each => each.GetProperty("id").GetString() == id)
            .ToList();
        return found.Count == 0 ? null : found[0];
    }

    private static IEnumerable<string> Ids(JsonElement page) =>
        page.GetProperty("data")
            .EnumerateArray()
            .Select(each => each.GetProperty("id").GetString()!);
}
