using Commerce.Http;
using Orleans.Dashboard;

namespace Commerce;

/// <summary>
/// The Orleans dashboard, where it is switched on: behind the operators' sign-in, as their pages.
/// </summary>
internal static class Dashboard
{
    private const string Path = "/dashboard";

    public static void AddDashboard(this ISiloBuilder silo, IConfiguration settings)
    {
        if (IsOn(settings))
        {
            // Its trace is the log, which is not for browsers.
            silo.AddDashboard(options => options.HideTrace = true);
        }
    }

    public static void MapDashboard(this WebApplication app)
    {
        if (IsOn(app.Configuration))
            app.MapOrleansDashboard(Path).ForOperators("ops:read");
    }

    private static bool IsOn(IConfiguration settings) =>
        settings.GetValue(nameof(Dashboard), defaultValue: false);
}
