namespace Commerce.EventSourcing;

/// <summary>Where appends wait until the test lets them pass.</summary>
public sealed class Gate
{
    private readonly TaskCompletionSource _arrived = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private readonly TaskCompletionSource _open = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );

    public Task Arrived => _arrived.Task;

    public void Open() => _open.SetResult();

    public Task Pass()
    {
        _arrived.TrySetResult();
        return _open.Task;
    }
}
