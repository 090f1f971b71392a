using PaymentSimulator;

namespace Commerce.PaymentSimulatorTests;

/// <summary>What each token makes the provider do, but for its webhooks.</summary>
public sealed class TokenTests : IAsyncDisposable
{
    private readonly Desk _desk = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Theory]
    [InlineData("tok_declined", 1_000, "EUR", "card_declined")]
    [InlineData("tok_insufficient_funds", 1_000, "EUR", "insufficient_funds")]
    [InlineData("tok_of_another_provider", 1_000, "EUR", "invalid_token")]
    [InlineData("tok_ok", 0, "EUR", "invalid_amount")]
    [InlineData("tok_ok", 1_000, "euro", "invalid_currency")]
    public async Task Declined_reserves_nothing(
        string token,
        long amount,
        string currency,
        string code
    )
    {
        var answer = await _desk.Provider.Authorize("pay_1", amount, currency, token, Cancellation);
        var captured = await _desk.Provider.Capture("cap_1", answer.Charge, 1, Cancellation);

        Assert.Equal((AnswerStatus.Declined, code), (answer.Status, answer.Code));
        Assert.Equal(0, answer.Authorized);
        Assert.Equal(AnswerStatus.Refused, captured.Status);
        Assert.Equal(answer, await _desk.Provider.Find("pay_1", Cancellation));
    }

    [Theory]
    [InlineData("tok_ok.fp_xyz", "xyz")]
    [InlineData("tok_declined.fp_xyz", "xyz")]
    [InlineData("tok_ok", null)]
    [InlineData("tok_ok.fp_", null)]
    [InlineData("tok_ok.fp_x1", null)]
    [InlineData("tok_of_another_provider.fp_xyz", null)]
    public async Task A_token_may_say_which_card_it_was_made_of(string token, string? expected)
    {
        Assert.Equal(expected, await _desk.Provider.GetFingerprint(token, Cancellation));

        _desk.Provider.Down = true;
        await Assert.ThrowsAsync<ProviderUnavailableException>(() =>
            _desk.Provider.GetFingerprint(token, Cancellation)
        );
    }

    [Theory]
    [InlineData("tok_ok.fp_xyz", AnswerStatus.Authorized, null)]
    [InlineData("tok_declined.fp_xyz", AnswerStatus.Declined, "card_declined")]
    [InlineData("tok_action_required.fp_xyz", AnswerStatus.ActionRequired, null)]
    [InlineData("tok_ok.fp_x1", AnswerStatus.Declined, "invalid_token")]
    public async Task A_token_that_says_its_card_behaves_as_without(
        string token,
        AnswerStatus status,
        string? code
    )
    {
        var answer = await _desk.Authorize("pay_1", token);

        Assert.Equal((status, code), (answer.Status, answer.Code));
    }

    [Theory]
    [InlineData(true, AnswerStatus.Authorized, null, 1_000)]
    [InlineData(false, AnswerStatus.Declined, "authentication_failed", 0)]
    public async Task The_payer_decides_once(
        bool approve,
        AnswerStatus status,
        string? code,
        long authorized
    )
    {
        var asked = await _desk.Authorize("pay_1", "tok_action_required");
        Assert.Equal((AnswerStatus.ActionRequired, 0), (asked.Status, asked.Authorized));
        Assert.Equal(
            $"https://shop.example/simulated-provider/charges/{asked.Charge}/action",
            asked.NextAction!.AbsoluteUri
        );

        var acted = await _desk.Provider.Act(asked.Charge, approve, Cancellation);
        var again = await _desk.Provider.Act(asked.Charge, approve, Cancellation);
        var otherwise = await _desk.Provider.Act(asked.Charge, !approve, Cancellation);

        Assert.Equal(
            new Answer(asked.Charge, status, code, null, authorized, 0, 0, 0, Sequence: 2),
            acted
        );
        Assert.Equal(acted, again);
        Assert.Equal("no_action_pending", otherwise.Code);
        Assert.Equal(acted, await _desk.Authorize("pay_1", "tok_action_required"));
    }

    [Fact]
    public async Task A_void_ends_the_waiting_for_the_payer()
    {
        var asked = await _desk.Authorize("pay_1", "tok_action_required");

        var voided = await _desk.Provider.Void("voi_1", asked.Charge, Cancellation);
        var late = await _desk.Provider.Act(asked.Charge, approve: true, Cancellation);
        var found = await _desk.Provider.Find("pay_1", Cancellation);

        Assert.Equal((AnswerStatus.Voided, 0), (voided.Status, voided.Voided));
        Assert.Equal((AnswerStatus.Refused, 0), (late.Status, late.Authorized));
        Assert.Equal((AnswerStatus.Declined, "voided"), (found!.Status, found.Code));
    }

    [Fact]
    public async Task Slow_is_recorded_and_answered_at_the_end_though_its_caller_has_gone()
    {
        using var patience = new CancellationTokenSource();
        var asked = _desk.Provider.Authorize("pay_1", 1_000, "EUR", "tok_slow", patience.Token);
        var sameKey = _desk.Authorize("pay_1", "tok_slow");
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        var found = _desk.Provider.Find("pay_1", Cancellation);
        Assert.Empty(await _desk.Charges());
        Assert.False(sameKey.IsCompleted || found.IsCompleted);

        await _desk.Time.Pass(_desk.Settings.SlowAnswer);

        Assert.Equal(AnswerStatus.Authorized, (await sameKey).Status);
        Assert.Equal(await sameKey, await found);
        Assert.Equal(await sameKey, await _desk.Authorize("pay_1", "tok_slow"));
        Assert.Single(await _desk.Charges());
    }

    [Fact]
    public async Task Slow_in_an_outage_or_at_an_end_records_nothing()
    {
        var asked = _desk.Authorize("pay_1", "tok_slow");
        _desk.Provider.Down = true;
        await _desk.Time.Pass(_desk.Settings.SlowAnswer);
        await Assert.ThrowsAsync<ProviderUnavailableException>(() => asked);
        _desk.Provider.Down = false;

        asked = _desk.Authorize("pay_2", "tok_slow");
        await _desk.Restart();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);

        Assert.Empty(await _desk.Charges());
        Assert.Null(await _desk.Provider.Find("pay_1", Cancellation));
    }

    [Fact]
    public async Task Error_then_ok_fails_once_per_key_and_records_nothing_until_then()
    {
        await Assert.ThrowsAsync<ProviderUnavailableException>(() =>
            _desk.Authorize("pay_1", "tok_error_then_ok")
        );
        await Assert.ThrowsAsync<ProviderUnavailableException>(() =>
            _desk.Authorize("pay_2", "tok_error_then_ok")
        );
        Assert.Null(await _desk.Provider.Find("pay_1", Cancellation));

        await _desk.Restart();
        var answer = await _desk.Authorize("pay_1", "tok_error_then_ok");

        Assert.Equal(AnswerStatus.Authorized, answer.Status);
        Assert.Single(await _desk.Charges());
    }

    [Fact]
    public async Task Charged_but_lost_is_found_and_answered_the_second_time()
    {
        await Assert.ThrowsAsync<AnswerLostException>(() =>
            _desk.Authorize("pay_1", "tok_charged_but_lost")
        );

        var found = await _desk.Provider.Find("pay_1", Cancellation);
        var again = await _desk.Authorize("pay_1", "tok_charged_but_lost");

        Assert.Equal((AnswerStatus.Authorized, 1_000), (again.Status, again.Authorized));
        Assert.Equal(again, found);
        Assert.Single(await _desk.Charges());
    }
}
