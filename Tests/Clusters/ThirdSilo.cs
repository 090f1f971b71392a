using Commerce.Stores;

namespace Commerce.Clusters;

/// <summary>Another silo of the two, which leaves them in order.</summary>
public sealed class ThirdSilo(TwoSilos cluster) : IAsyncLifetime
{
    internal StoreProcess Process { get; private set; } = null!;

    public async ValueTask InitializeAsync() =>
        Process = await StoreProcess.Start("Silo", cluster.Silo());

    /// <summary>
    /// Whoever tests after this meets no silo that is gone, and that nobody yet knows of.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        await Process.Signal("TERM");
        await Process.Died();
        await Process.DisposeAsync();
    }
}
