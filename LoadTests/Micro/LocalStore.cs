using Commerce.EventSourcing;

namespace Commerce.LoadTests.Micro;

/// <summary>A store in a folder of its own, which goes with it.</summary>
internal sealed class LocalStore(string folder, WebApplication app) : IAsyncDisposable
{
    public IServiceProvider Services => app.Services;

    public IGrainFactory Grains => app.Services.GetRequiredService<IGrainFactory>();

    public IJournal Journal => app.Services.GetRequiredService<IJournal>();

    /// <param name="change">What is other than in a store that is run.</param>
    public static async Task<LocalStore> Start(Action<IServiceCollection>? change = null)
    {
        var folder = Directory.CreateTempSubdirectory("micro-").FullName;
        var builder = Store.CreateBuilder([
            $"--Data={folder}",
            "--urls=http://127.0.0.1:0",
            "--Demo=false",
            "--Logging:LogLevel:Microsoft.Hosting.Lifetime=Warning",
        ]);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        change?.Invoke(builder.Services);
        var app = builder.Build();
        await app.StartAsync();
        return new(folder, app);
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
