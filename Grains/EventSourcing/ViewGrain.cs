using System.Collections.Immutable;
using Commerce.Views;
using Orleans.Concurrency;

namespace Commerce.EventSourcing;

[GrainType("view"), StatelessWorker]
public sealed class ViewGrain(IViewReader views, IViewBuilds builds) : Grain, IViewGrain
{
    public Task<Outcome<RowPage>> GetPage(string list, int limit, string? after) =>
        Task.FromResult(views.Page(this.GetPrimaryKeyString(), list, limit, after));

    public Task<Outcome<MarkedPage>> GetUnion(
        ImmutableArray<string> lists,
        int limit,
        string? after
    ) => Task.FromResult(views.Union(this.GetPrimaryKeyString(), lists, limit, after));

    public Task<Outcome<ListSizes>> GetLists(string prefix, int limit, string? after) =>
        Task.FromResult(views.Lists(this.GetPrimaryKeyString(), prefix, limit, after));

    public Task<Outcome<ViewStanding>> Rebuild() =>
        Task.FromResult(builds.Rebuild(this.GetPrimaryKeyString()));

    public Task<ImmutableArray<ViewStanding>> GetAll() => Task.FromResult(builds.All());

    public Task<Outcome<Series>> GetTotal(string total, string from, string until, int width) =>
        Task.FromResult(views.Total(this.GetPrimaryKeyString(), total, from, until, width));

    public Task<Outcome<KeyedRows>> GetRows(ImmutableArray<string> keys) =>
        Task.FromResult(views.Rows(this.GetPrimaryKeyString(), keys));
}
