using Commerce.Http;

namespace Commerce.SignIn;

/// <summary>A program through which people sign in, or which signs in itself.</summary>
/// <param name="RedirectUris">Where people may be sent back to, to the letter; a loopback address
/// without a port stands for any port (RFC 8252).</param>
/// <param name="Secret">What it shows that it is itself; <c>null</c> for a program on people's own
/// machines, which can keep none.</param>
/// <param name="Scopes">What it may ask for beside who somebody is.</param>
/// <param name="AsksConsent">Whether people are asked before it is told who they are.</param>
internal sealed record ClientSettings(
    string Id,
    string Name,
    IReadOnlyList<Uri> RedirectUris,
    string? Secret,
    IReadOnlyList<string> Scopes,
    bool AsksConsent
)
{
    /// <summary>The client with which the README shows how to sign in.</summary>
    private static readonly ClientSettings Demo = new(
        "demo",
        "The README's example",
        [new("http://127.0.0.1/callback")],
        Secret: null,
        [],
        AsksConsent: false
    );

    /// <exception cref="SettingException">A setting has a value that it cannot have.</exception>
    public static IReadOnlyList<ClientSettings> ReadAll(IConfiguration settings)
    {
        var clients = settings.GetSection("SignIn:Clients").GetChildren().Select(Read).ToList();
        if (settings.GetValue("Demo", defaultValue: true) && clients.TrueForAll(IsNotDemo))
            clients.Add(Demo);
        return clients;

        static bool IsNotDemo(ClientSettings client) => client.Id != Demo.Id;
    }

    private static ClientSettings Read(IConfigurationSection section)
    {
        var uris = Settings.Texts(section, "RedirectUris").Select(text => UriOf(section, text));
        var secret = section["Secret"];
        return new(
            section.Key,
            section["Name"] is { Length: > 0 } name ? name : section.Key,
            [.. uris],
            string.IsNullOrEmpty(secret) ? null : secret,
            [.. Settings.Texts(section, "Scopes")],
            section.GetValue("Consent", defaultValue: false)
        );
    }

    private static Uri UriOf(IConfigurationSection section, string text) =>
        RedirectUri.TryParse(text, out var uri)
            ? uri
            : throw new SettingException(
                $"{section.Path}:RedirectUris has addresses such as "
                    + $"https://shop.example.com/callback, not '{text}'."
            );
}
