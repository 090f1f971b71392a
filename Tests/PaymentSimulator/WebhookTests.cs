using System.Net;
using System.Text;
using PaymentSimulator;

namespace Commerce.PaymentSimulatorTests;

/// <summary>The news of charges, received on a real socket.</summary>
public sealed class WebhookTests : IAsyncLifetime
{
    private Receiver _shop = null!;
    private Desk _desk = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _shop = await Receiver.Start();
        _desk = new(_shop.Hook);
    }

    public async ValueTask DisposeAsync()
    {
        await _desk.DisposeAsync();
        await _shop.DisposeAsync();
    }

    [Fact]
    public async Task What_the_answer_tells_is_not_told_again_and_every_change_is()
    {
        var charge = (await _desk.Authorize("pay_1")).Charge;
        await _desk.Authorize("pay_2", "tok_declined");
        await _desk.Provider.Capture("cap_1", charge, 600, Cancellation);
        var captured = await _shop.Next();
        await _desk.Provider.Refund("rfd_1", charge, 601, Cancellation);
        await _desk.Provider.Refund("rfd_2", charge, 600, Cancellation);
        var refunded = await _shop.Next();
        await _desk.Provider.Void("voi_1", charge, Cancellation);
        var voided = await _shop.Next();

        Assert.Equal(
            $$"""
            {"id":"{{captured.Id}}","type":"payment.updated","key":"pay_1","charge":"{{charge}}",
            "status":"captured","code":null,"authorized":1000,"captured":600,"refunded":0,
            "voided":0,"currency":"EUR","sequence":2}
            """.ReplaceLineEndings(""),
            captured.Body
        );
        Assert.Equal(("refunded", 3), (refunded.Status, refunded.Sequence));
        Assert.Equal(("voided", 4), (voided.Status, voided.Sequence));
        Assert.Equal(400, voided.Amount("voided"));
    }

    [Fact]
    public async Task Each_is_signed_as_the_standard_says()
    {
        var charge = (await _desk.Authorize("pay_1")).Charge;
        await _desk.Provider.Capture("cap_1", charge, 600, Cancellation);

        var webhook = await _shop.Next();

        Assert.Equal(webhook.Event, webhook.Id);
        Assert.Equal("1893499200", webhook.Timestamp);
        Assert.Equal(
            webhook.Expected(Encoding.UTF8.GetBytes("secret of a shop")),
            webhook.Signature
        );
    }

    [Theory]
    [InlineData(true, "authorized", 1_000)]
    [InlineData(false, "declined", 0)]
    public async Task The_payers_choice_is_told(bool approve, string status, long authorized)
    {
        var asked = await _desk.Authorize("pay_1", "tok_action_required");

        await _desk.Provider.Act(asked.Charge, approve, Cancellation);

        var webhook = await _shop.Next();
        Assert.Equal((status, 2), (webhook.Status, webhook.Sequence));
        Assert.Equal(authorized, webhook.Amount("authorized"));
    }

    [Fact]
    public async Task Slow_is_told_at_its_end()
    {
        var asked = _desk.Authorize("pay_1", "tok_slow");
        await _desk.Time.Pass(_desk.Settings.SlowAnswer);
        await asked;

        var webhook = await _shop.Next();

        Assert.Equal(("pay_1", "authorized", 1), (webhook.Key, webhook.Status, webhook.Sequence));
    }

    [Fact]
    public async Task A_lost_answer_is_told_late()
    {
        await Assert.ThrowsAsync<AnswerLostException>(() =>
            _desk.Authorize("pay_1", "tok_charged_but_lost")
        );

        await _desk.Time.Pass(_desk.Settings.LostWebhookDelay);
        var webhook = await _shop.Next();

        Assert.Equal("1893499203", webhook.Timestamp);
        Assert.Equal(("pay_1", "authorized", 1), (webhook.Key, webhook.Status, webhook.Sequence));
    }

    [Fact]
    public async Task Duplicates_come_before_the_answer_and_late_and_the_older_after_the_newer()
    {
        var answer = await _desk.Authorize("pay_1", "tok_duplicate_webhooks");
        var early = _shop.Waiting();
        var none = _shop.Waiting();
        await _desk.Time.Pass(_desk.Settings.LostWebhookDelay);
        Received[] late = [await _shop.Next(), await _shop.Next(), await _shop.Next()];

        Assert.Equal(("authorized", answer.Sequence), (early!.Status, early.Sequence));
        Assert.Null(none);
        var newer = Assert.Single(late, webhook => webhook.Sequence == answer.Sequence);
        Assert.Equal(early.Body, newer.Body);
        var older = late.Where(webhook => webhook.Sequence == answer.Sequence - 1).ToArray();
        Assert.Equal(2, older.Length);
        Assert.Single(older.Select(webhook => webhook.Body).Distinct(StringComparer.Ordinal));
        Assert.Equal(("action_required", 0), (older[0].Status, older[0].Amount("authorized")));
    }

    [Fact]
    public async Task Changes_of_a_charge_that_repeats_are_told_at_once_and_again()
    {
        var answer = await _desk.Authorize("pay_1", "tok_duplicate_webhooks");
        await _shop.Next();
        await _desk.Provider.Capture("cap_1", answer.Charge, 600, Cancellation);
        var captured = await _shop.Next();
        await _desk.Time.Pass(_desk.Settings.LostWebhookDelay);
        Received[] late =
        [
            await _shop.Next(),
            await _shop.Next(),
            await _shop.Next(),
            await _shop.Next(),
        ];

        Assert.Equal(3, captured.Sequence);
        Assert.Equal(captured.Body, late.Single(webhook => webhook.Sequence == 3).Body);
        Assert.Equal([1, 1, 2, 3], late.Select(webhook => webhook.Sequence).Order());
    }

    [Fact]
    public async Task What_nobody_took_is_tried_ever_more_rarely_until_somebody_does()
    {
        _shop.Status = HttpStatusCode.InternalServerError;
        var charge = (await _desk.Authorize("pay_1")).Charge;
        await _desk.Provider.Capture("cap_1", charge, 600, Cancellation);
        var first = await _shop.Next();

        for (var wait = 1; wait < 3_600; wait *= 2)
        {
            await _desk.Time.Pass(TimeSpan.FromSeconds(wait));
            Assert.Equal(first.Id, (await _shop.Next()).Id);
        }

        _shop.Status = HttpStatusCode.OK;
        await _desk.Time.Pass(TimeSpan.FromHours(1));
        Assert.Equal(first.Body, (await _shop.Next()).Body);

        await _desk.Provider.Refund("rfd_1", charge, 600, Cancellation);
        Assert.Equal("refunded", (await _shop.Next()).Status);
    }

    [Fact]
    public async Task What_was_not_delivered_is_delivered_after_a_restart()
    {
        _shop.Status = HttpStatusCode.ServiceUnavailable;
        var charge = (await _desk.Authorize("pay_1")).Charge;
        await _desk.Provider.Capture("cap_1", charge, 600, Cancellation);
        var refused = await _shop.Next();

        _shop.Status = HttpStatusCode.OK;
        await _desk.Restart();
        _desk.Time.Advance(TimeSpan.FromSeconds(1));
        var taken = await _shop.Next();

        Assert.Equal(refused.Body, taken.Body);
        Assert.Equal(refused.Id, taken.Id);
    }

    [Theory]
    [InlineData("")]
    [InlineData("whsec_not base64!")]
    public void Nobody_sends_without_a_secret(string secret)
    {
        using var http = new HttpClient();

        Assert.Throws<ArgumentException>(() =>
            Provider.Open(_desk.Settings with { Secret = secret }, _desk.Time, http)
        );
    }
}
