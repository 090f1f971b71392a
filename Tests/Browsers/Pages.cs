using Microsoft.Playwright;

namespace Commerce.Browsers;

/// <summary>Going from one page to the next.</summary>
internal static class Pages
{
    /// <summary>
    /// Does what leaves the page, and sees the next one. The page that is left is marked: a wait
    /// for an address or an event may begin too late to notice.
    /// </summary>
    /// <exception cref="TimeoutException">It is not left; the message has what it says.</exception>
    public static async Task Leave(this IPage page, Func<Task> act)
    {
        await page.EvaluateAsync("document.documentElement.dataset.left = 'yes'");
        await act();
        try
        {
            await page.Locator("html:not([data-left])").WaitForAsync();
        }
        catch (TimeoutException late)
        {
            var said = await page.InnerTextAsync("body");
            throw new TimeoutException($"{page.Url} was not left, and says: {said}", late);
        }
    }
}
