using System.Globalization;
using Commerce.Http;

namespace Commerce.Privacy;

/// <summary>Reads for how long what is known of people is kept.</summary>
internal static class Retention
{
    private const int DaysMax = 3_650;

    /// <exception cref="SettingException">A value is none.</exception>
    public static PrivacySettings Read(IConfiguration settings) =>
        new(
            Days(settings, "Privacy:ExportDays", PrivacySettings.Default.ExportsKept, min: 1),
            Days(settings, "Privacy:OrderDays", PrivacySettings.Default.OrdersKept, min: 0)
        );

    private static TimeSpan Days(
        IConfiguration settings,
        string name,
        TimeSpan otherwise,
        int min
    ) =>
        settings[name] is not { } text ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days)
        && days >= min
        && days <= DaysMax
            ? TimeSpan.FromDays(days)
        : throw new SettingException(
            $"{name} is a number of days from {min} to {DaysMax}, not '{text}'."
        );
}
