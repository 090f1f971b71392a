using Commerce.Clustering;
using Commerce.Http;
using Commerce.Shopping;

namespace Commerce;

/// <summary>The edge as a process of its own, which has no grains and asks a cluster's.</summary>
public static class Alone
{
    /// <exception cref="SettingException">A setting has a value that it cannot have.</exception>
    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory }
        );
        var cluster = ClusterSettings.Read(builder.Configuration, ClusterRole.Frontend);
        var region = builder.Configuration["Region"] ?? "eu1";
        builder
            .Services.AddSingleton(TimeProvider.System)
            .AddSingleton(new IdGenerator(TimeProvider.System, region));
        builder.AddEdge(Path.GetFullPath(builder.Configuration["Data"] ?? "data"), isAlone: true);
        builder.UseOrleansClient(client => client.AskCluster(cluster));
        // After the client, through which they ask, and before the web server: that comes last.
        builder.Services.AddFirstPages();
        return builder;
    }
}
