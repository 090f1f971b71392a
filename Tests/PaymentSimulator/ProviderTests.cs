using System.Diagnostics;
using PaymentSimulator;

namespace Commerce.PaymentSimulatorTests;

/// <summary>Operations and their keys, on a real ledger.</summary>
public sealed class ProviderTests(ITestOutputHelper output) : IAsyncDisposable
{
    private readonly Desk _desk = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task The_same_key_authorises_once_however_often_and_in_parallel()
    {
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 100).Select(_ => _desk.Authorize("pay_1"))
        );

        Assert.Single(answers.Distinct());
        Assert.Equal((AnswerStatus.Authorized, 1_000), (answers[0].Status, answers[0].Authorized));
        Assert.Equal(answers[0].Charge, Assert.Single(await _desk.Charges()).Id);
    }

    [Fact]
    public async Task Every_change_happens_once_per_key()
    {
        var charge = (await _desk.Authorize("pay_1")).Charge;

        for (var twice = 0; twice < 2; twice++)
        {
            await _desk.Provider.Capture("cap_1", charge, 600, Cancellation);
            await _desk.Provider.Refund("rfd_1", charge, 100, Cancellation);
            await _desk.Provider.Void("voi_1", charge, Cancellation);
        }

        var now = await _desk.Provider.GetCharge(charge, Cancellation);
        Assert.Equal((600, 100, 400, 4), (now!.Captured, now.Refunded, now.Voided, now.Sequence));
    }

    [Fact]
    public async Task A_key_that_asked_for_something_else_is_an_error_and_harms_no_neighbour()
    {
        var charge = (await _desk.Authorize("pay_1")).Charge;
        await _desk.Provider.Capture("cap_1", charge, 600, Cancellation);

        var misused = new[]
        {
            _desk.Authorize("pay_1", amount: 999),
            _desk.Authorize("pay_1", "tok_declined"),
            _desk.Authorize("cap_1"),
            _desk.Provider.Capture("cap_1", charge, 601, Cancellation),
            _desk.Provider.Capture("pay_1", charge, 1_000, Cancellation),
            _desk.Provider.Refund("cap_1", charge, 600, Cancellation),
        };
        var neighbour = await _desk.Authorize("pay_2");

        foreach (var call in misused)
            await Assert.ThrowsAsync<KeyReusedException>(() => call);
        Assert.Equal(AnswerStatus.Authorized, neighbour.Status);
        Assert.Equal(2, (await _desk.Charges()).Count);
    }

    [Fact]
    public async Task What_breaks_a_rule_is_refused_for_good_and_changes_nothing()
    {
        var charge = (await _desk.Authorize("pay_1")).Charge;

        var refused = await _desk.Provider.Refund("rfd_1", charge, 1, Cancellation);
        await _desk.Provider.Capture("cap_1", charge, 1_000, Cancellation);
        var again = await _desk.Provider.Refund("rfd_1", charge, 1, Cancellation);
        var found = await _desk.Provider.Find("rfd_1", Cancellation);

        Assert.Equal((AnswerStatus.Refused, "exceeds_captured"), (refused.Status, refused.Code));
        Assert.Equal((AnswerStatus.Refused, "exceeds_captured"), (again.Status, again.Code));
        Assert.Equal(again, found);
        Assert.Equal(0, again.Refunded);
        Assert.Equal(2, again.Sequence);
    }

    [Fact]
    public async Task A_charge_nobody_knows_refuses_everything()
    {
        var captured = await _desk.Provider.Capture("cap_1", "ch_0", 1, Cancellation);
        var acted = await _desk.Provider.Act("ch_0", approve: true, Cancellation);

        Assert.Equal("unknown_charge", captured.Code);
        Assert.Equal("unknown_charge", acted.Code);
        Assert.Null(await _desk.Provider.GetCharge("ch_0", Cancellation));
        Assert.Null(await _desk.Provider.Find("cap_2", Cancellation));
    }

    [Fact]
    public async Task Parallel_refunds_give_back_exactly_what_was_captured()
    {
        var charge = (await _desk.Authorize("pay_1")).Charge;
        await _desk.Provider.Capture("cap_1", charge, 1_000, Cancellation);

        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 50)
                .Select(i => _desk.Provider.Refund($"rfd_{i}", charge, 70, Cancellation))
        );
        var rest = await _desk.Provider.Refund("rfd_rest", charge, 20, Cancellation);

        Assert.Equal(14, answers.Count(answer => answer.Status is AnswerStatus.Refunded));
        Assert.Equal(1_000, rest.Refunded);
    }

    [Fact]
    public async Task An_outage_records_nothing_and_judges_can_still_read()
    {
        _desk.Provider.Down = true;

        await Assert.ThrowsAsync<ProviderUnavailableException>(() => _desk.Authorize("pay_1"));
        await Assert.ThrowsAsync<ProviderUnavailableException>(() =>
            _desk.Provider.Find("pay_1", Cancellation)
        );

        Assert.Empty(await _desk.Charges());
        _desk.Provider.Down = false;
        Assert.Null(await _desk.Provider.Find("pay_1", Cancellation));
    }

    [Fact]
    public async Task The_ledger_lists_all_charges_page_by_page_oldest_first()
    {
        for (var hundred = 0; hundred < 12; hundred++)
        {
            await Task.WhenAll(
                Enumerable.Range(hundred * 100, 100).Select(i => _desk.Authorize($"pay_{i}"))
            );
            _desk.Time.Advance(TimeSpan.FromMilliseconds(1));
        }

        var charges = await _desk.Charges();

        Assert.Equal(
            1_200,
            charges.DistinctBy(charge => charge.Key, StringComparer.Ordinal).Count()
        );
        Assert.Equal(charges.OrderBy(charge => charge.Id, StringComparer.Ordinal), charges);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    public async Task A_malformed_key_is_an_error(string key) =>
        await Assert.ThrowsAsync<ArgumentException>(() => _desk.Authorize(key));

    /// <summary>Prints what 64 callers get; a slow disk is no failure.</summary>
    [Fact]
    public async Task Sixty_four_callers_are_all_served()
    {
        const int Callers = 64;
        const int Each = 100;
        var last = 0;
        using var http = new HttpClient();
        var settings = new ProviderSettings { Ledger = _desk.Settings.Ledger + ".fast" };
        await using var provider = Provider.Open(settings, TimeProvider.System, http);
        await Call(Callers);
        var (clock, cpu) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);

        await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Call(Each)));

        var used = (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / (Callers * Each);
        output.WriteLine(
            $"{Callers * Each / clock.Elapsed.TotalSeconds:n0} authorisations/s, {used:n1} µs CPU"
        );
        Assert.Equal(
            Callers * (Each + 1),
            await provider.Charges(ct: Cancellation).CountAsync(Cancellation)
        );

        async Task Call(int times)
        {
            for (var i = 0; i < times; i++)
            {
                // Keys of a shop sort by time, as these do.
                var key = $"pay_{Interlocked.Increment(ref last):d10}";
                await provider.Authorize(key, 1_000, "EUR", "tok_ok", Cancellation);
            }
        }
    }
}
