using Commerce.Http;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Commerce.Shopping;

/// <summary>
/// Where shoppers reach the shop. Never what a request says: whoever sends one must not choose
/// where the links in others' mails lead.
/// </summary>
internal sealed class ShopPlace(IConfiguration settings, IServer server)
{
    private const string Setting = "Shop:Url";

    /// <summary>Without a slash at its end.</summary>
    public string Url =>
        settings[Setting] is { Length: > 0 } said
            ? said.TrimEnd('/')
            : (server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "")
                .Replace("[::]", "127.0.0.1", StringComparison.Ordinal)
                .Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal);

    /// <exception cref="SettingException">The setting is no address of a shop.</exception>
    public static void Check(IConfiguration settings)
    {
        if (
            settings[Setting] is { Length: > 0 } said
            && !(
                Uri.TryCreate(said, UriKind.Absolute, out var url)
                && url.Scheme is "http" or "https"
            )
        )
            throw new SettingException($"{Setting} is as https://shop.example.com, not '{said}'.");
    }
}
