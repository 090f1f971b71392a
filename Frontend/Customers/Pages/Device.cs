namespace Commerce.Customers.Pages;

/// <summary>What people call what they sign in with.</summary>
internal static class Device
{
    /// <summary>By what each says that it is; what says that it is another, too, comes
    /// first.</summary>
    private static readonly (string Mark, string Name)[] Browsers =
    [
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser/", "Samsung Internet"),
        ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"),
        ("CriOS/", "Chrome"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];

    private static readonly (string Mark, string Name)[] Systems =
    [
        ("iPhone", "an iPhone"),
        ("iPad", "an iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS X", "a Mac"),
        ("CrOS", "a Chromebook"),
        ("Linux", "Linux"),
    ];

    /// <param name="told">As it says itself: a browser's <c>User-Agent</c>, a program's
    /// name.</param>
    public static string NameOf(string told) =>
        (Find(Browsers, told), Find(Systems, told)) switch
        {
            ({ } browser, { } system) => $"{browser} on {system}",
            _ when string.IsNullOrWhiteSpace(told) => "Something that does not say what it is",
            _ => told,
        };

    private static string? Find((string Mark, string Name)[] all, string told) =>
        Array.Find(all, each => told.Contains(each.Mark, StringComparison.Ordinal)).Name;
}
