using Commerce.EventSourcing;

namespace Commerce.Privacy;

/// <summary>What may be asked for, and when an erasure is over.</summary>
public sealed class PersonalRightsTests
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    [Fact]
    public void An_export_is_read_until_its_end_and_no_longer()
    {
        var id = Export(1);
        var rights = After(PersonalRights.Initial, each => each.AskExport(id, "k", Week, Noon));

        Assert.True(rights.Export(id, Noon + Week - TimeSpan.FromSeconds(1)).IsAccepted);
        Assert.Equal(PrivacyRejections.NoExport, rights.Export(id, Noon + Week).Rejection);
        var again = rights.AskExport(Export(2), "k", Week, Noon);
        Assert.Equal((id, true), (again.Reply.Value!.Id, again.Reply.Value.IsReplay));
        Assert.Empty(again.Events);
    }

    [Fact]
    public void There_are_no_more_exports_than_there_may_be()
    {
        var rights = PersonalRights.Initial;
        for (var i = 0; i < PrivacyLimits.ExportsMax; i++)
            rights = After(rights, each => each.AskExport(Export(i), key: null, Week, Noon));

        var over = rights.AskExport(Export(99), key: null, Week, Noon);
        var later = rights.AskExport(Export(99), key: null, Week, Noon + Week);

        Assert.Equal(PrivacyRejections.TooManyExports, over.Reply.Rejection);
        Assert.True(later.Reply.IsAccepted);
    }

    [Fact]
    public void An_erasure_is_over_when_a_late_look_finds_nothing()
    {
        var rights = After(PersonalRights.Initial, each => each.AskErasure(ErasureCause.Customer));
        Assert.Equal(Noon, rights.WakeAt);
        rights = After(rights, each => each.Close("00ff"));
        Assert.Empty(rights.AskErasure(ErasureCause.Operator).Events);

        rights = After(rights, each => each.Look(0, Noon, isCertain: true, Noon));
        Assert.Equal(Noon + ErasureCourse.Pause, rights.WakeAt);
        var late = Noon + ErasureCourse.Grace;
        rights = After(rights, each => each.Look(1, late + Week, isCertain: true, late), late);
        Assert.Equal(late + Week, rights.WakeAt);
        late += Week;
        rights = After(rights, each => each.Look(0, late, isCertain: false, late), late);
        Assert.False(rights.Erasure!.IsOver);
        rights = After(rights, each => each.Look(0, late, isCertain: true, late), late);

        Assert.Equal((true, null), (rights.Erasure!.IsOver, rights.WakeAt));
        Assert.Null(rights.Erasure.EmailKey);
    }

    private static ExportId Export(int number) =>
        new($"exp_eu1_{number:00000000000000000000000000}");

    private static PersonalRights After<T>(
        PersonalRights rights,
        Func<PersonalRights, Decision<T, PrivacyEvent>> decide,
        DateTimeOffset? at = null
    ) =>
        decide(rights)
            .Events.Aggregate(rights, (state, happened) => state.Evolve(happened, at ?? Noon));
}
