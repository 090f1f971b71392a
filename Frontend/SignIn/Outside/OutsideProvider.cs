using System.Text.RegularExpressions;
using Commerce.Http;

namespace Commerce.SignIn;

/// <summary>Somebody else who knows people, and is believed.</summary>
/// <param name="Name">As it stands in addresses.</param>
/// <param name="Title">As people read it.</param>
/// <param name="Issuer">Who its tokens say that they are from, and where it describes
/// itself.</param>
/// <param name="ClientId">What it knows this store as.</param>
/// <param name="Scopes">What it is asked.</param>
internal sealed partial record OutsideProvider(
    string Name,
    string Title,
    Uri Issuer,
    string ClientId,
    string? ClientSecret,
    IReadOnlyList<string> Scopes
)
{
    /// <exception cref="SettingException">A setting has a value that it cannot have.</exception>
    public static IReadOnlyList<OutsideProvider> ReadAll(IConfiguration signIn)
    {
        var section = signIn.GetSection("Providers");
        var all = section.GetChildren().Select(Read).ToList();
        var twice = all.GroupBy(each => each.Name, StringComparer.Ordinal)
            .FirstOrDefault(named => named.Count() > 1);
        return twice is null
            ? all
            : throw new SettingException($"{section.Path}: two are called '{twice.Key}'.");
    }

    private static OutsideProvider Read(IConfigurationSection section)
    {
        var name = section["Name"] ?? "";
        if (!Form().IsMatch(name))
        {
            throw new SettingException(
                $"{section.Path}:Name is of a-z, 0-9 and '-', 32 at most, not '{name}'."
            );
        }

        var secret = section["ClientSecret"];
        var scopes = Settings.Texts(section, "Scopes", "openid, email, profile");
        return new(
            name,
            section["Title"] is { Length: > 0 } title ? title : name,
            IssuerOf(section),
            section["ClientId"] is { Length: > 0 } id
                ? id
                : throw new SettingException($"{section.Path}:ClientId is missing."),
            string.IsNullOrEmpty(secret) ? null : secret,
            [.. scopes.Prepend("openid").Distinct(StringComparer.Ordinal)]
        );
    }

    /// <summary>What is not encrypted is believed from this machine alone.</summary>
    private static Uri IssuerOf(IConfigurationSection section) =>
        Uri.TryCreate(section["Issuer"], UriKind.Absolute, out var issuer)
        && (issuer.Scheme is "https" || (issuer.Scheme is "http" && issuer.IsLoopback))
        && issuer is { Query: "", Fragment: "", UserInfo: "" }
            ? issuer
            : throw new SettingException(
                $"{section.Path}:Issuer is an address such as https://accounts.example.com, "
                    + $"not '{section["Issuer"]}'."
            );

    [GeneratedRegex(@"^[a-z0-9-]{1,32}\z", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Form();
}
