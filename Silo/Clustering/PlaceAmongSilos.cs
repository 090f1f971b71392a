using Commerce.Journal;

namespace Commerce.Clustering;

/// <summary>
/// Partitions are dealt out to the silos that are active, in the order of their addresses. When one
/// dies, all have others the moment they hear of it.
/// </summary>
internal sealed class PlaceAmongSilos(ISiloStatusOracle members, ILocalSiloDetails own) : IPlace
{
    public (int Index, int Count) Now
    {
        get
        {
            var active = members.GetApproximateSiloStatuses(onlyActive: true).Keys.ToList();
            active.Sort();
            return (active.IndexOf(own.SiloAddress), active.Count);
        }
    }
}
