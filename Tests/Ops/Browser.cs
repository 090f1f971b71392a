using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;
using OpenQA.Selenium.Support.UI;

namespace Commerce.Ops;

/// <summary>A real Chromium with a profile of its own, driven as a person would.</summary>
internal sealed class Browser : IDisposable
{
    private static readonly TimeSpan PageMax = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    private readonly TemporaryFolder _profile = new();
    private readonly ChromeDriver _driver;

    public Browser()
    {
        var options = new ChromeOptions { BinaryLocation = "/usr/bin/chromium" };
        options.AddArguments(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            $"--user-data-dir={_profile.Path}"
        );
        options.SetLoggingPreference(LogType.Browser, LogLevel.All);
        // No script of ours runs, so none may be needed.
        options.AddUserProfilePreference("profile.managed_default_content_settings.javascript", 2);
        var service = ChromeDriverService.CreateDefaultService("/usr/bin", "chromedriver");
        _driver = new(service, options);
    }

    public string Path => new Uri(_driver.Url).PathAndQuery;

    /// <summary>What the browser complained of: a refused style, a missing file.</summary>
    public IReadOnlyList<string> Complaints =>
        [.. _driver.Manage().Logs.GetLog(LogType.Browser).Select(each => each.Message)];

    public void Open(Uri url) => _driver.Navigate().GoToUrl(url);

    public void Write(string field, string text)
    {
        var input = _driver.FindElement(By.Id(field));
        input.Clear();
        input.SendKeys(text);
    }

    public void Choose(string field, string value) =>
        _driver.FindElement(By.CssSelector($"#{field} option[value='{value}']")).Click();

    /// <summary>Presses the button that says that, and sees the page that comes of it.</summary>
    public void Press(string label)
    {
        var before = _driver.FindElement(By.TagName("html"));
        _driver.FindElement(By.XPath($"//button[normalize-space()='{label}']")).Click();
        // A click returns before the browser has begun to leave the page, and nobody tells when.
        new WebDriverWait(_driver, PageMax) { PollingInterval = Look }.Until(_ => IsGone(before));
    }

    public string Text(string selector) => _driver.FindElement(By.CssSelector(selector)).Text;

    private static bool IsGone(IWebElement element)
    {
        try
        {
            return !element.Enabled;
        }
        catch (StaleElementReferenceException)
        {
            return true;
        }
    }

    public void Dispose()
    {
        _driver.Quit();
        _driver.Dispose();
        _profile.Dispose();
    }
}
