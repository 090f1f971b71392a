using System.Globalization;
using Commerce.Http;

namespace Commerce.Telemetry;

/// <summary>What the store tells of itself, and to whom.</summary>
/// <param name="Metrics">Whether it counts and measures.</param>
/// <param name="Traces">The share of requests that are traced, from 0 to 1.</param>
/// <param name="Otlp">The collector that is sent all of it; <c>null</c>: nobody is.</param>
internal sealed record TelemetrySettings(bool Metrics, double Traces, Uri? Otlp)
{
    /// <exception cref="SettingException">A value is none.</exception>
    public static TelemetrySettings Read(IConfiguration settings)
    {
        var (share, collector) = (settings["Telemetry:Traces"], settings["Telemetry:Otlp"]);
        var read = new TelemetrySettings(
            IsOn(settings, "Telemetry:Metrics"),
            string.IsNullOrEmpty(share) ? 0 : Share(share),
            string.IsNullOrEmpty(collector) ? null : Address(collector)
        );
        return read is { Traces: > 0, Otlp: null }
            ? throw new SettingException(
                "Telemetry:Traces is above 0, and Telemetry:Otlp does not say who is sent them."
            )
            : read;
    }

    private static bool IsOn(IConfiguration settings, string name) =>
        settings[name] is not { Length: > 0 } text ? true
        : bool.TryParse(text, out var isOn) ? isOn
        : throw new SettingException($"{name} is true or false, not '{text}'.");

    private static double Share(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var share)
        && share is >= 0 and <= 1
            ? share
            : throw new SettingException($"Telemetry:Traces is a share from 0 to 1, not '{text}'.");

    private static Uri Address(string text) =>
        Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var url)
        && url.Scheme is "http" or "https"
            ? url
            : throw new SettingException($"Telemetry:Otlp is no http address: {text}.");
}
