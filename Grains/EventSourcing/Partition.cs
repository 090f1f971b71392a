namespace Commerce.EventSourcing;

/// <summary>Which of the journal's partitions a stream belongs to, for ever.</summary>
public static class Partition
{
    public const int Count = 64;

    /// <summary>FNV-1a (Fowler, Noll, Vo), 64 bits, over the UTF-16 code units.</summary>
    public static int Of(string stream)
    {
        const ulong Basis = 14695981039346656037;
        const ulong Prime = 1099511628211;
        var hash = Basis;
        foreach (var unit in stream)
        {
            hash = unchecked((hash ^ unit) * Prime);
        }

        return (int)(hash % Count);
    }
}
