using Commerce.EventSourcing;
using Commerce.Platform;

namespace Commerce.Views;

/// <summary>Lets every view of the domains be kept, and grains read them.</summary>
internal static class Projection
{
    /// <param name="services">The host's.</param>
    /// <param name="store">What keeps the rows.</param>
    public static void AddViews(
        this IServiceCollection services,
        Func<IServiceProvider, IViewStore> store
    )
    {
        services
            .AddSingleton(store)
            .AddSingleton(provider => provider.GetRequiredService<IViewStore>().Read)
            .AddSingleton<IViewReader, ViewReader>()
            .AddSingleton<IViewBuilds, ViewBuilds>()
            .AddSingleton<IDeadLettersPort, DeadLetters>();
        foreach (var type in typeof(IView).Assembly.GetTypes())
        {
            if (type is { IsAbstract: false } && type.IsAssignableTo(typeof(IView)))
            {
                services.AddSingleton((IView)Activator.CreateInstance(type)!);
            }
        }
    }
}
