namespace Commerce.PowerLoss;

/// <summary>
/// A file in pages, each as programs see it and as it is on the disk, which is where it was when it
/// was last synced.
/// </summary>
internal sealed class FileNode(ulong id) : Node(id)
{
    private const int PageBytes = 4_096;

    private readonly HashSet<long> _unsynced = [];
    private Dictionary<long, byte[]> _pages = [];
    private Dictionary<long, byte[]> _onDisk = [];
    private long _sizeOnDisk;

    public override uint Kind => 0x8000;

    public override long Size => Length;

    private long Length { get; set; }

    public void Read(long offset, Span<byte> into)
    {
        for (var done = 0; done < into.Length; )
        {
            var (page, at) = Math.DivRem(offset + done, PageBytes);
            var part = into[done..int.Min(into.Length, done + PageBytes - (int)at)];
            if (_pages.TryGetValue(page, out var bytes))
            {
                bytes.AsSpan((int)at, part.Length).CopyTo(part);
            }
            else
            {
                part.Clear();
            }

            done += part.Length;
        }
    }

    public void Write(long offset, ReadOnlySpan<byte> data)
    {
        for (var done = 0; done < data.Length; )
        {
            var (page, at) = Math.DivRem(offset + done, PageBytes);
            var part = data[done..int.Min(data.Length, done + PageBytes - (int)at)];
            part.CopyTo(Writable(page).AsSpan((int)at));
            done += part.Length;
        }

        Length = long.Max(Length, offset + data.Length);
    }

    public void Cut(long size)
    {
        if (size < Length)
        {
            var (last, at) = Math.DivRem(size, PageBytes);
            foreach (var page in _pages.Keys.Where(page => page >= last).ToList())
            {
                _unsynced.Add(page);
                _pages.Remove(page, out var bytes);
                if (page == last && at > 0)
                {
                    _pages[page] = [.. bytes![..(int)at], .. new byte[PageBytes - at]];
                }
            }
        }

        Length = size;
    }

    public override void Sync()
    {
        foreach (var page in _unsynced)
        {
            Keep(page);
        }

        _unsynced.Clear();
        _sizeOnDisk = Length;
    }

    /// <summary>
    /// What was not synced is gone; or, as chance has it, some of it had come to the disk already,
    /// in whatever order.
    /// </summary>
    public override void Forget(Random? chance)
    {
#pragma warning disable CA5394 // Not a secret: a seed must bring the same run again.
        if (chance is not null)
        {
            foreach (var page in _unsynced.Where(_ => chance.Next(2) == 0))
            {
                Keep(page);
            }

            _sizeOnDisk = chance.Next(2) == 0 ? Length : _sizeOnDisk;
        }
#pragma warning restore CA5394

        _unsynced.Clear();
        _pages = new(_onDisk);
        Length = _sizeOnDisk;
        foreach (var page in _pages.Keys.Where(page => page * PageBytes >= Length).ToList())
        {
            _pages.Remove(page);
        }

        _onDisk = new(_pages);
    }

    /// <summary>A page that may be written to: what is on the disk stays as it is there.</summary>
    private byte[] Writable(long page)
    {
        var isThere = _pages.TryGetValue(page, out var bytes);
        if (_unsynced.Add(page) || !isThere)
        {
            _pages[page] = bytes = isThere ? [.. bytes!] : new byte[PageBytes];
        }

        return bytes!;
    }

    private void Keep(long page)
    {
        if (_pages.TryGetValue(page, out var bytes))
        {
            _onDisk[page] = bytes;
        }
        else
        {
            _onDisk.Remove(page);
        }
    }
}
