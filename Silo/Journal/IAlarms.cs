namespace Commerce.Journal;

/// <summary>The alarms that the journal keeps with its events.</summary>
public interface IAlarms
{
    /// <summary>Alarms that are due, the longest due first; at most so many.</summary>
    IReadOnlyList<DueAlarm> Due(DateTimeOffset now, int max);
}

/// <summary>When a stream's grain is to be woken.</summary>
public readonly record struct DueAlarm(string Stream, DateTimeOffset Due);
