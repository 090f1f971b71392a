using Commerce.Http;

namespace Commerce.SignIn;

/// <summary>How people and programs sign in to this store.</summary>
/// <param name="Issuer">The store's public address, which its tokens name; <c>null</c>: the one
/// that each request came to.</param>
/// <param name="Postgres">The database that keeps what signing in needs; <c>null</c>: a file in
/// the store's folder.</param>
/// <param name="AccessTokens">How long a token opens the API.</param>
/// <param name="RefreshTokens">How long nobody may refresh before they sign in again.</param>
/// <param name="KeyPeriod">How long a key signs before the next does.</param>
/// <param name="Providers">Where people may sign in instead of here.</param>
/// <param name="ProviderPatience">How long one of those may take to answer.</param>
internal sealed record SignInSettings(
    Uri? Issuer,
    string Folder,
    string? Postgres,
    TimeSpan AccessTokens,
    TimeSpan RefreshTokens,
    TimeSpan KeyPeriod,
    IReadOnlyList<ClientSettings> Clients,
    IReadOnlyList<OutsideProvider> Providers,
    TimeSpan ProviderPatience
)
{
    private const int AccessSecondsMax = 600;
    private const int RefreshDaysDefault = 30;
    private const int KeyDaysDefault = 90;
    private const int KeyDaysMin = 2;
    private const int ProviderSecondsDefault = 5;

    /// <summary>What the settings say; <c>null</c> where nobody is to sign in here.</summary>
    /// <param name="isAlone">An edge that has no silo: it signs people in where it shares a
    /// database with those that have.</param>
    /// <exception cref="SettingException">A setting has a value that it cannot have.</exception>
    public static SignInSettings? Read(IConfiguration settings, string folder, bool isAlone)
    {
        var section = settings.GetSection("SignIn");
        var isPostgres = settings["Store"] is "postgres";
        if (!IsEnabled(section["Enabled"]) || (isAlone && !isPostgres))
            return null;

        var keyDays = Settings.Number(section, "KeyDays", KeyDaysDefault);
        if (keyDays < KeyDaysMin)
            throw new SettingException($"SignIn:KeyDays is from {KeyDaysMin} on, not '{keyDays}'.");

        var seconds = Settings.Number(section, "AccessTokenSeconds", AccessSecondsMax);
        if (seconds > AccessSecondsMax)
        {
            throw new SettingException(
                $"SignIn:AccessTokenSeconds is at most {AccessSecondsMax}, not '{seconds}'."
            );
        }

        return new(
            IssuerOf(section["Issuer"]),
            folder,
            isPostgres ? settings["Postgres"] : null,
            TimeSpan.FromSeconds(seconds),
            TimeSpan.FromDays(Settings.Number(section, "RefreshTokenDays", RefreshDaysDefault)),
            TimeSpan.FromDays(keyDays),
            ClientSettings.ReadAll(settings),
            OutsideProvider.ReadAll(section),
            TimeSpan.FromSeconds(
                Settings.Number(section, "ProviderSeconds", ProviderSecondsDefault)
            )
        );
    }

    /// <summary>Whose tokens are ours, as whoever sent this request sees us.</summary>
    public string IssuerOf(HttpRequest request) =>
        (Issuer ?? new Uri($"{request.Scheme}://{request.Host.Value}")).AbsoluteUri;

    private static bool IsEnabled(string? text) =>
        text is null or ""
        || (
            bool.TryParse(text, out var isEnabled)
                ? isEnabled
                : throw new SettingException($"SignIn:Enabled is true or false, not '{text}'.")
        );

    private static Uri? IssuerOf(string? text) =>
        string.IsNullOrEmpty(text) ? null
        : Uri.TryCreate(text, UriKind.Absolute, out var issuer)
        && issuer.Scheme is "https" or "http"
        && issuer is { PathAndQuery: "/", Fragment: "" }
            ? issuer
        : throw new SettingException(
            $"SignIn:Issuer is an address such as https://shop.example.com, not '{text}'."
        );
}
