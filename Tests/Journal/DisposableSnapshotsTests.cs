namespace Commerce.Journal;

/// <summary>Snapshots are kept where nobody minds their loss.</summary>
public sealed class DisposableSnapshotsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_newest_snapshot_is_kept_over_a_restart()
    {
        Offer("one", fold: 1, version: 3, [1]);
        Offer("one", fold: 1, version: 9, [2, 3]);

        using var snapshots = new DisposableSnapshots(_folder.Path, "one");
        var kept = snapshots.Read("kind/1", fold: 1)!;

        Assert.Equal(9, kept.Version);
        Assert.Equal([2, 3], kept.State);
        Assert.Null(snapshots.Read("kind/2", fold: 1));
    }

    [Fact]
    public void A_snapshot_of_another_fold_or_of_another_history_is_none()
    {
        Offer("one", fold: 1, version: 3, [1]);

        using (var snapshots = new DisposableSnapshots(_folder.Path, "one"))
        {
            Assert.Null(snapshots.Read("kind/1", fold: 2));
        }

        using var restored = new DisposableSnapshots(_folder.Path, "two");
        Assert.Null(restored.Read("kind/1", fold: 1));
    }

    [Fact]
    public void A_damaged_file_is_thrown_away()
    {
        Offer("one", fold: 1, version: 3, [1]);
        File.WriteAllText(_folder.File("snapshots.db"), new string('?', 10_000));

        Offer("one", fold: 1, version: 4, [2]);

        using var snapshots = new DisposableSnapshots(_folder.Path, "one");
        Assert.Equal(4, snapshots.Read("kind/1", fold: 1)!.Version);
    }

    private void Offer(string incarnation, int fold, long version, byte[] state)
    {
        using var snapshots = new DisposableSnapshots(_folder.Path, incarnation);
        snapshots.Offer("kind/1", fold, version, () => state);
    }
}
