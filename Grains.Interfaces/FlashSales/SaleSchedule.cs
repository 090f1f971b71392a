namespace Commerce.FlashSales;

/// <summary>A sale's state as a function of time and of what was decided.</summary>
public static class SaleSchedule
{
    /// <summary>How long before its start a sale is armed, where there is so much time.</summary>
    public static readonly TimeSpan ArmsBefore = TimeSpan.FromMinutes(15);

    /// <summary>How long before its start tickets may be had.</summary>
    public static readonly TimeSpan QueuesBefore = TimeSpan.FromMinutes(5);

    public static SaleState StateAt(
        SaleStage stage,
        bool quota,
        PauseKind pause,
        DateTimeOffset? startsAt,
        DateTimeOffset? endsAt,
        DateTimeOffset now
    ) =>
        stage switch
        {
            SaleStage.Draft => SaleState.Draft,
            SaleStage.Settling => SaleState.Settling,
            SaleStage.Settled => SaleState.Settled,
            SaleStage.Cancelled => SaleState.Cancelled,
            _ when endsAt <= now => SaleState.Ended,
            SaleStage.Scheduled => SaleState.Scheduled,
            _ when !quota => SaleState.Scheduled,
            _ when startsAt <= now => pause is PauseKind.None ? SaleState.Live : SaleState.Paused,
            _ when startsAt - QueuesBefore <= now => SaleState.Prequeue,
            _ => SaleState.Armed,
        };
}
