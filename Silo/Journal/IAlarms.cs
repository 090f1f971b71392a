namespace Commerce.Journal;

/// <summary>The alarms that the journal keeps with its events.</summary>
public interface IAlarms
{
    /// <summary>Streams whose alarm is due, the longest due first; at most so many.</summary>
    IReadOnlyList<string> Due(DateTimeOffset now, int max);
}
