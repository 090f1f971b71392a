namespace Commerce.FlashSales;

public sealed class SaleStepsTests
{
    public static TheoryData<SaleState, string?> NextSteps { get; } =
        new()
        {
            { SaleState.Draft, "schedule" },
            { SaleState.Scheduled, "arm" },
            { SaleState.Armed, "start" },
            { SaleState.Prequeue, "start" },
            { SaleState.Live, "pause" },
            { SaleState.Paused, "resume" },
            { SaleState.Ended, null },
            { SaleState.Settling, null },
            { SaleState.Settled, null },
            { SaleState.Cancelled, null },
        };

    [Theory]
    [MemberData(nameof(NextSteps))]
    public void Each_state_has_one_step_that_is_next(SaleState state, string? next)
    {
        Assert.Equal(next, SaleSteps.Next(state)?.Name);
        Assert.All(
            SaleSteps.All.Where(step => step.Name == next),
            step => Assert.True(SaleSteps.Allows(state, step))
        );
    }

    /// <summary>What the page offers is what the sale itself takes, and nothing more.</summary>
    [Fact]
    public void A_step_is_offered_just_where_the_sale_allows_it()
    {
        foreach (var state in Enum.GetValues<SaleState>())
        {
            foreach (var step in SaleSteps.All.Where(step => step != SaleSteps.Edit))
            {
                var refused = StandingSales.Take(step, state);

                Assert.Equal(
                    SaleSteps.Allows(state, step) ? null : "invalid_transition",
                    // To do what is done already is no mistake, and is not offered either.
                    StandingSales.IsDone(step, state)
                        ? "invalid_transition"
                        : refused?.Code
                );
            }
        }
    }

    [Fact]
    public void Each_step_that_a_state_does_not_allow_is_explained_in_sentences()
    {
        foreach (var state in Enum.GetValues<SaleState>())
        {
            foreach (var step in SaleSteps.All.Where(step => !SaleSteps.Allows(state, step)))
            {
                var why = SaleSteps.WhyNot(state, step);

                Assert.Matches(
                    @"^The sale cannot be [a-z]+: it [^.]+\. Only [^.]+ can be[^.]*\.$",
                    why
                );
            }
        }

        Assert.Equal(
            "The sale cannot be paused: it has ended. Only a sale that is live can be.",
            SaleSteps.WhyNot(SaleState.Ended, SaleSteps.Pause)
        );
    }
}
