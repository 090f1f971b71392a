using System.Collections.Immutable;
using Commerce.EventSourcing;
using Commerce.Journal;

namespace Commerce.Views;

/// <summary>The views of this process, each with the reader that keeps it up to date.</summary>
internal sealed class ViewBuilds(IServiceProvider services) : IViewBuilds
{
    private readonly Lazy<ImmutableSortedDictionary<string, TailReader>> _readers = new(() =>
        services
            .GetServices<IHostedService>()
            .OfType<TailReader>()
            .Where(reader => reader.Consumer is ViewProjector)
            .ToImmutableSortedDictionary(
                reader => ((ViewProjector)reader.Consumer).View.Name,
                reader => reader,
                StringComparer.Ordinal
            )
    );

    public ImmutableArray<ViewStanding> All() => [.. _readers.Value.Values.Select(Standing)];

    public Outcome<ViewStanding> Rebuild(string view)
    {
        if (!_readers.Value.TryGetValue(view, out var reader))
        {
            return ViewRejections.NotFound;
        }

        reader.StartOver();
        return Standing(reader) with { IsComplete = false };
    }

    private static ViewStanding Standing(TailReader reader)
    {
        var projector = (ViewProjector)reader.Consumer;
        return new(
            projector.View.Name,
            projector.View.Version,
            projector.IsComplete,
            projector.Position.Position,
            reader.Lag
        );
    }
}
