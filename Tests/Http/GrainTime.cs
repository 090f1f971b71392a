using System.Globalization;
using Commerce.EventSourcing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Commerce.Http;

/// <summary>The time of a store's grains, turned by hand; alarms are rung by it, too.</summary>
internal sealed class GrainTime() : FakeTimeProvider(TimeProvider.System.GetUtcNow())
{
    public void Stand(IServiceCollection services) =>
        services.AddSingleton(all => new AggregateRuntime(
            all.GetRequiredService<IJournal>(),
            all.GetRequiredService<ISnapshots>(),
            this,
            all.GetRequiredService<IdGenerator>()
        ));

    /// <summary>As its alarm does.</summary>
    public static Task Wake(IGrainFactory grains, string stream) =>
        grains
            .GetGrain(GrainId.Parse(stream, CultureInfo.InvariantCulture))
            .AsReference<IAlarmed>()
            .Wake();
}
