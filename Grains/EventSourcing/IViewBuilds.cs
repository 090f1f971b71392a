using System.Collections.Immutable;
using Commerce.Views;

namespace Commerce.EventSourcing;

/// <summary>How the views stand, and making one anew.</summary>
public interface IViewBuilds
{
    /// <summary>Every view, by its name.</summary>
    Task<ImmutableArray<ViewStanding>> All();

    /// <summary>
    /// Begins to make the view anew from the journal, beside its rows, which serve until then.
    /// Rejected with <c>not_found</c>.
    /// </summary>
    Task<Outcome<ViewStanding>> Rebuild(string view);
}
