using Commerce.Journal;

namespace Commerce.EventSourcing;

/// <summary>Real snapshots that a test can wait for and lose.</summary>
public sealed class FlushedSnapshots(string folder, string incarnation) : ISnapshots, IDisposable
{
    private DisposableSnapshots _snapshots = new(folder, incarnation);

    public Snapshot? Read(string stream, int fold) => _snapshots.Read(stream, fold);

    public void Offer(string stream, int fold, long version, Func<byte[]> serialize) =>
        _snapshots.Offer(stream, fold, version, serialize);

    /// <summary>Returns when all that was offered is kept.</summary>
    public void Flush() => Reopen(() => { });

    /// <summary>All snapshots are gone, as if somebody had deleted the file.</summary>
    public void Lose() => Reopen(() => File.Delete(Path.Combine(folder, "snapshots.db")));

    public void Dispose() => _snapshots.Dispose();

    private void Reopen(Action meanwhile)
    {
        _snapshots.Dispose();
        meanwhile();
        _snapshots = new(folder, incarnation);
    }
}
