using Commerce.EventSourcing;
using Commerce.Payments;
using Commerce.Views;

namespace Commerce.Ops;

/// <summary>What is stuck or parked, seen on the pages and tried again from there.</summary>
public sealed class OpsPlatformTests(ListStore store) : IClassFixture<ListStore>
{
    [Fact]
    public async Task A_stuck_payment_is_shown_with_why_and_tried_again()
    {
        await store.Happen<PaymentEvent>(
            "payment/pay_stuck",
            0,
            DateTimeOffset.UnixEpoch,
            new PaymentEvent.Requested(new(1_999, new("EUR")), "tok_ok", "order/ord_x"),
            new PaymentEvent.BecameIndeterminate(4)
        );
        using var visitor = await SignedIn();
        var before = await visitor.Page("/ops/processes");
        using var retried = await visitor.Send(
            "/ops/processes/pay_stuck/retry",
            ("token", await visitor.Token("/ops/processes"))
        );
        await store.CatchUp();
        var after = await visitor.Page(retried.Headers.Location!.OriginalString);

        Assert.Contains("pay_stuck", before, StringComparison.Ordinal);
        Assert.Contains("provider silent, asked 4", before, StringComparison.Ordinal);
        Assert.DoesNotContain("pay_stuck", after, StringComparison.Ordinal);
        Assert.Contains("Tried again: it is at rest now.", after, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_parked_event_is_shown_with_why_and_stays_while_it_cannot_be_taken()
    {
        await store.Journal.Append(
            new(
                $"product/{ListStore.Id(9)}",
                0,
                [new NewEvent("product", DateTimeOffset.UnixEpoch, "{}"u8.ToArray())]
            )
        );
        var position = store.Journal.Head;
        await store.CatchUp();
        using var visitor = await SignedIn();
        var before = await visitor.Page("/ops/dead-letters");
        using var again = await visitor.Send(
            $"/ops/dead-letters/products@{position}/redeliver",
            ("token", await visitor.Token("/ops/dead-letters"))
        );

        Assert.Contains(ListStore.Id(9), before, StringComparison.Ordinal);
        Assert.Equal(409, (int)again.StatusCode);
        Assert.Contains(
            "The view still cannot take the event.",
            await again.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Events_of_a_stream_are_paged_through()
    {
        for (var n = 0; n < 30; n++)
        {
            await store.Happen<PaymentEvent>(
                "payment/pay_long",
                n,
                DateTimeOffset.UnixEpoch,
                new PaymentEvent.BecameIndeterminate(n)
            );
        }

        using var visitor = await SignedIn();
        var first = await visitor.Page("/ops/events?stream=payment%2Fpay_long");
        var second = await visitor.Page("/ops/events?stream=payment%2Fpay_long&after=25");
        var followed = await visitor.Page("/ops/events?follow=true");

        Assert.Contains("&amp;after=25", first, StringComparison.Ordinal);
        Assert.Equal(25, first.Split("<details>").Length - 1);
        Assert.Equal(5, second.Split("<details>").Length - 1);
        Assert.Contains("http-equiv=\"refresh\"", followed, StringComparison.Ordinal);
    }

    private async Task<OpsVisitor> SignedIn()
    {
        var visitor = new OpsVisitor(store.Shopper.BaseAddress!);
        using var signedIn = await visitor.SignIn("key-of-tests");
        return visitor;
    }
}
