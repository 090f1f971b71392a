using Commerce.LoadTests.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Commerce.LoadTests;

/// <summary>A real web server on a free port of this machine.</summary>
internal static class LocalServer
{
    public static async Task<WebApplication> Start(Action<WebApplication> map)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        map(app);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    public static Uri Url(this WebApplication app) => new(app.Urls.Single());

    public static Task<Target> Target(this WebApplication app) => Http.Target.Reach(app.Url());
}
