using Microsoft.Playwright;

namespace Commerce.Browsers;

/// <summary>
/// A real Chromium, the machine's own: the one without windows, which takes less than half of the
/// processor time.
/// </summary>
internal sealed class Chromium : IAsyncDisposable
{
    /// <summary>What has not been seen by then never will be, in milliseconds.</summary>
    private const float PatienceMs = 120_000;

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Chromium(IPlaywright playwright, IBrowser browser) =>
        (_playwright, _browser) = (playwright, browser);

    public static async Task<Chromium> Start()
    {
        Assertions.SetDefaultExpectTimeout(PatienceMs);
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(
            new()
            {
                ExecutablePath = "/usr/bin/chromium-headless-shell",
                Args =
                [
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                ],
            }
        );
        return new(playwright, browser);
    }

    public async Task<IBrowserContext> Open(BrowserNewContextOptions? options)
    {
        var context = await _browser.NewContextAsync(options);
        context.SetDefaultTimeout(PatienceMs);
        return context;
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
