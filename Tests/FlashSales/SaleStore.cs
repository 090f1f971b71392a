using Commerce.Accounts;
using Commerce.Stores;

namespace Commerce.FlashSales;

/// <summary>
/// A store as it is shipped, which knows who has signed in, for all tests of a class: each has a
/// sale of its own.
/// </summary>
public sealed class SaleStore : IAsyncLifetime
{
    internal Issuer Issuer { get; } = new();

    internal StoreProcess Process { get; private set; } = null!;

    public async ValueTask InitializeAsync() =>
        Process = await StoreProcess.Start("Silo", Issuer.Settings);

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        Issuer.Dispose();
    }
}
