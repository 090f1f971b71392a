using System.Collections.Immutable;
using System.Security.Cryptography;

namespace Commerce.Edges;

/// <summary>The silos behind the edge, and which of them take requests.</summary>
internal sealed class Silos(IEnumerable<Uri> addresses)
{
    public ImmutableArray<Silo> All { get; } = [.. addresses.Select(each => new Silo(each))];

    /// <summary>
    /// The less busy of two that are ready and were not asked yet; of any, if none is. There is
    /// none where all were asked.
    /// </summary>
    public Silo? Pick(IReadOnlyCollection<Silo> asked)
    {
        var left = All.Where(each => !asked.Contains(each)).ToList();
        var ready = left.Where(each => each.IsReady).ToList();
        var from = ready.Count > 0 ? ready : left;
        if (from.Count == 0)
            return null;

        var (one, other) = (Any(from), Any(from));
        return one.Busy <= other.Busy ? one : other;
    }

    private static Silo Any(List<Silo> from) => from[RandomNumberGenerator.GetInt32(from.Count)];
}

/// <summary>One silo with its frontend.</summary>
internal sealed class Silo(Uri address)
{
    private int _busy;
    private volatile bool _isReady;

    public string Address { get; } = address.AbsoluteUri.TrimEnd('/');

    /// <summary>Whether it said so when it was asked last, and has not failed since.</summary>
    public bool IsReady
    {
        get => _isReady;
        set => _isReady = value;
    }

    /// <summary>Requests that it has not answered yet.</summary>
    public int Busy => Volatile.Read(ref _busy);

    public void Begin() => Interlocked.Increment(ref _busy);

    public void End() => Interlocked.Decrement(ref _busy);
}
