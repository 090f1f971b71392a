namespace Commerce.EventSourcing;

/// <summary>How a stream goes whose end is long ago.</summary>
public abstract partial class AggregateGrain<TState, TEvent>
{
    /// <summary>How far a view may trail that has seen whatever is about to go.</summary>
    private static readonly TimeSpan LagMax = TimeSpan.FromHours(1);

    /// <summary>
    /// Takes the stream out of the journal, if its time has come and every view is past it. What is
    /// not possible now is when the alarm, which stays, rings again.
    /// </summary>
    private async Task<bool> Remove()
    {
        if (!IsOver() || !await HaveViewsPassed() || !IsOver())
            return false;
        if (!await runtime.Journal.Remove(Stream, Version))
            return false;

        (_ahead, _durable, _decided, Version) = (TState.Initial, TState.Initial, 0, 0);
        (_alarm, _latest, _snapshotVersion) = (new(null), default, 0);
        DeactivateOnIdle();
        return true;

        bool IsOver() => _durable.RemoveAt <= Now && _decided == Version;
    }

    private async Task<bool> HaveViewsPassed()
    {
        var views = await GrainFactory.View("all").GetAll();
        return views.All(view => view.IsComplete && view.Lag < LagMax);
    }
}
