namespace Commerce.Judging;

/// <summary>When shoppers count as served again after a fault.</summary>
public sealed class RecoveryTests
{
    private static readonly DateTimeOffset Fault = DateTimeOffset.UnixEpoch;
    private static readonly DateTimeOffset End = Fault.AddSeconds(10);
    private static readonly Heard Fine = new(200);

    [Fact]
    public void Who_notices_nothing_is_served_at_once() =>
        Assert.Equal(TimeSpan.Zero, Recovery.After(Fault, End, [.. Calls(0)]));

    /// <summary>The last of them was asked a tenth of a second before.</summary>
    [Fact]
    public void It_is_over_when_the_last_call_failed_that_fails()
    {
        var took = Recovery.After(Fault, End, [.. Calls(0, 4, heard: null), .. Calls(4)]);

        Assert.Equal(3.9, took!.Value.TotalSeconds, tolerance: 0.01);
    }

    [Fact]
    public void One_call_that_is_served_between_others_that_are_not_is_no_recovery() =>
        Assert.Null(
            Recovery.After(
                Fault,
                End,
                [.. Calls(0).Select((call, i) => i % 15 == 0 ? call with { Heard = null } : call)]
            )
        );

    [Fact]
    public void Where_nobody_asks_nobody_is_served() =>
        Assert.Equal(6, Took([.. Calls(7)]), tolerance: 0.11);

    [Theory]
    [InlineData(false, 3.9)]
    [InlineData(true, 0)]
    public void What_takes_four_seconds_is_served_if_it_may_wait_for_the_provider(
        bool mayWait,
        double seconds
    ) =>
        Assert.Equal(
            seconds,
            Took([
                .. Calls(0, 4, Fine, mayWait ? CallKind.Checkout : CallKind.Read, takes: 4),
                .. Calls(4),
            ]),
            tolerance: 0.01
        );

    private static double Took(IEnumerable<Call> history) =>
        Recovery.After(Fault, End, [.. history])!.Value.TotalSeconds;

    private static IEnumerable<Call> Calls(double begin) => Calls(begin, 10, Fine);

    /// <summary>Ten a second, from then until then.</summary>
    private static IEnumerable<Call> Calls(
        double begin,
        double end,
        Heard? heard,
        CallKind kind = CallKind.Read,
        double takes = 0.01
    ) =>
        from i in Enumerable.Range((int)(begin * 10), (int)((end - begin) * 10))
        let asked = Fault.AddSeconds(i / 10.0)
        select new Call(1, kind, "TEA", "", 0, asked, asked.AddSeconds(takes), heard);
}
