using System.Collections.Frozen;

namespace Commerce.FlashSales;

/// <summary>Sales as a frontend knows them, for tests of what follows from that.</summary>
internal static class Seen
{
    public static readonly DateTimeOffset Start = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public static SaleTerms Terms(
        TurnOrder order = TurnOrder.Draw,
        int admissionSeconds = 300,
        int work = 0
    ) => new("Sale", [], Order: order, AdmissionSeconds: admissionSeconds, Work: work);

    public static SaleSeen Of(
        SaleTerms terms,
        RoomTold? room = null,
        SaleKey? key = null,
        DateTimeOffset? heardAt = null,
        SaleId? id = null,
        PauseKind pause = PauseKind.None
    ) =>
        new(
            new SaleTold(
                id ?? new("sal_1"),
                terms,
                SaleStage.Armed,
                Start,
                Start.AddHours(1),
                "sal_1",
                Quota: true,
                Commit: "00",
                SealedSeed: "",
                pause,
                new(),
                Blocked: [],
                Results: [],
                Problem: null,
                Start.AddDays(-1),
                Version: 3
            ),
            room ?? SaleSeen.NoRoom,
            key,
            FrozenSet<string>.Empty,
            new(),
            heardAt ?? Start
        );
}
