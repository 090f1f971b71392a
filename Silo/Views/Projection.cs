using Commerce.EventSourcing;
using Commerce.Journal;
using Commerce.Platform;

namespace Commerce.Views;

/// <summary>Keeps every view of the domains up to date, and lets grains read them.</summary>
internal static class Projection
{
    /// <param name="builder">The host.</param>
    /// <param name="folder">Where the journal is.</param>
    public static void AddViews(this WebApplicationBuilder builder, string folder)
    {
        builder
            .Services.AddSingleton(_ => ViewsFile.Open(folder))
            .AddSingleton<IViewReader, ViewReader>()
            .AddSingleton<IViewBuilds, ViewBuilds>()
            .AddSingleton<IDeadLettersPort, DeadLetters>();
        foreach (var type in typeof(IView).Assembly.GetTypes())
        {
            if (type is { IsAbstract: false } && type.IsAssignableTo(typeof(IView)))
            {
                builder.AddView((IView)Activator.CreateInstance(type)!);
            }
        }
    }

    private static void AddView(this WebApplicationBuilder builder, IView view) =>
        builder
            .Services.AddSingleton(view)
            .AddSingleton<IHostedService>(services => new TailReader(
                services.GetRequiredService<IJournal>(),
                new ViewProjector(
                    view,
                    services.GetRequiredService<ViewsFile>(),
                    services.GetRequiredService<ILogger<ViewProjector>>()
                ),
                services.GetRequiredService<TimeProvider>(),
                services.GetRequiredService<ILogger<TailReader>>()
            ));
}
