using PaymentSimulator;

namespace Commerce.PaymentSimulatorTests;

/// <summary>A provider with its ledger in a folder of its own; its time stands still.</summary>
internal sealed class Desk : IAsyncDisposable
{
    public const string Secret = "whsec_c2VjcmV0IG9mIGEgc2hvcA==";

    private readonly HttpClient _http = new();
    private readonly Uri? _hook;

    public Desk(Uri? hook = null)
    {
        _hook = hook;
        Folder = Directory.CreateTempSubdirectory("provider");
        Provider = Open();
    }

    public DirectoryInfo Folder { get; }

    public WatchedTime Time { get; } = new();

    public Provider Provider { get; private set; }

    public ProviderSettings Settings =>
        new()
        {
            Ledger = Path.Combine(Folder.FullName, "provider.db"),
            Webhook = _hook,
            Secret = Secret,
            PublicUrl = new("https://shop.example/"),
        };

    public Provider Open() => Provider.Open(Settings, Time, _http);

    public async Task Restart()
    {
        await Provider.DisposeAsync();
        Provider = Open();
    }

    public Task<Answer> Authorize(string key, string token = "tok_ok", long amount = 1_000) =>
        Provider.Authorize(key, amount, "EUR", token, TestContext.Current.CancellationToken);

    public async Task<List<Charge>> Charges() =>
        await Provider
            .Charges(ct: TestContext.Current.CancellationToken)
            .ToListAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Provider.DisposeAsync();
        _http.Dispose();
        Folder.Delete(recursive: true);
    }
}
