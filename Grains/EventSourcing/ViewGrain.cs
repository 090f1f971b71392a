using System.Collections.Immutable;
using Commerce.Views;
using Orleans.Concurrency;

namespace Commerce.EventSourcing;

[GrainType("view"), StatelessWorker]
public sealed class ViewGrain(IViewReader views, IViewBuilds builds) : Grain, IViewGrain
{
    public Task<Outcome<RowPage>> GetPage(string list, int limit, string? after) =>
        views.Page(this.GetPrimaryKeyString(), list, limit, after);

    public Task<Outcome<MarkedPage>> GetUnion(
        ImmutableArray<string> lists,
        int limit,
        string? after
    ) => views.Union(this.GetPrimaryKeyString(), lists, limit, after);

    public Task<Outcome<ListSizes>> GetLists(string prefix, int limit, string? after) =>
        views.Lists(this.GetPrimaryKeyString(), prefix, limit, after);

    public Task<Outcome<ViewStanding>> Rebuild() => builds.Rebuild(this.GetPrimaryKeyString());

    public Task<ImmutableArray<ViewStanding>> GetAll() => builds.All();

    public Task<Outcome<Series>> GetTotal(string total, string from, string until, int width) =>
        views.Total(this.GetPrimaryKeyString(), total, from, until, width);

    public Task<Outcome<KeyedRows>> GetRows(ImmutableArray<string> keys) =>
        views.Rows(this.GetPrimaryKeyString(), keys);
}
