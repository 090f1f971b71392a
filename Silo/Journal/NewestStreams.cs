using System.Collections.Concurrent;

namespace Commerce.Journal;

/// <summary>
/// Knows without a look at the disk that a stream whose id was just minted has no events yet. Ids
/// of a kind sort by their birth: one that sorts after every stream ever written is new.
/// </summary>
/// <param name="ask">The last stream of those that begin with a text; <c>null</c>: none.</param>
internal sealed class NewestStreams(Func<string, string?> ask)
{
    private const int UlidLength = 26;

    /// <summary>Kinds of minted ids are few; names that look like them do no harm.</summary>
    private const int KindsMax = 64;

    private readonly ConcurrentDictionary<string, Newest> _kinds = new(StringComparer.Ordinal);

    /// <summary>Said of a stream before its first event lands.</summary>
    public void Begins(string stream)
    {
        if (KindOf(stream) is { } kind)
        {
            kind.Raise(stream);
        }
    }

    /// <summary><c>true</c> only if the stream certainly has no events.</summary>
    public bool IsNew(string stream) => KindOf(stream) is { } kind && kind.IsBefore(stream, ask);

    private Newest? KindOf(string stream)
    {
        var length = stream.Length - UlidLength;
        if (length <= 0 || stream[length - 1] != '_')
        {
            return null;
        }

        var kinds = _kinds.GetAlternateLookup<ReadOnlySpan<char>>();
        var prefix = stream.AsSpan(0, length);
        return kinds.TryGetValue(prefix, out var known) ? known
            : _kinds.Count < KindsMax ? _kinds.GetOrAdd(prefix.ToString(), key => new(key))
            : null;
    }

    private sealed class Newest(string prefix)
    {
        private readonly Lock _gate = new();
        private string _stream = "";
        private bool _isComplete; // Whether those count that were there before this process.

        public void Raise(string stream)
        {
            lock (_gate)
            {
                _stream = string.CompareOrdinal(stream, _stream) > 0 ? stream : _stream;
            }
        }

        public bool IsBefore(string stream, Func<string, string?> ask)
        {
            if (!Volatile.Read(ref _isComplete))
            {
                Raise(ask(prefix) ?? "");
                Volatile.Write(ref _isComplete, true);
            }

            lock (_gate)
            {
                return string.CompareOrdinal(stream, _stream) > 0;
            }
        }
    }
}
