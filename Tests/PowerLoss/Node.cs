namespace Commerce.PowerLoss;

/// <summary>A file or a folder. Whose it is, and who may use it, is never lost.</summary>
internal abstract class Node(ulong id)
{
    public ulong Id => id;

    /// <summary>The file type of its mode.</summary>
    public abstract uint Kind { get; }

    public abstract long Size { get; }

    public uint Permissions { get; set; }

    public uint Owner { get; set; }

    public uint Group { get; set; }

    /// <summary>In seconds since 1970; when something of it was changed.</summary>
    public ulong Changed { get; set; }

    /// <summary>Where it was put last, and under which name.</summary>
    public (FolderNode Folder, string Name)? Place { get; set; }

    /// <summary>What it is now is on the disk.</summary>
    public abstract void Sync();

    /// <summary>It is what is on the disk.</summary>
    /// <param name="chance">Whether some had come there unasked; <c>null</c>: nothing had.</param>
    public abstract void Forget(Random? chance);
}

/// <summary>Names, as programs see them and as they are on the disk.</summary>
internal sealed class FolderNode(ulong id) : Node(id)
{
    private Dictionary<string, Node> _onDisk = new(StringComparer.Ordinal);

    public override uint Kind => 0x4000;

    public override long Size => 4_096;

    public Dictionary<string, Node> Entries { get; private set; } = new(StringComparer.Ordinal);

    public override void Sync() => _onDisk = new(Entries, StringComparer.Ordinal);

    /// <summary>A new name is on the disk, with those of the folders above.</summary>
    public void SyncName(string name, Node node)
    {
        if (Entries.GetValueOrDefault(name) == node)
            _onDisk.TryAdd(name, node);
        Place?.Folder.SyncName(Place.Value.Name, this);
    }

    public void SyncAll()
    {
        foreach (var node in Entries.Values)
        {
            if (node is FolderNode folder)
            {
                folder.SyncAll();
            }
            else
            {
                node.Sync();
            }
        }

        Sync();
    }

    public override void Forget(Random? chance)
    {
        Entries = new(_onDisk, StringComparer.Ordinal);
        foreach (var node in Entries.Values)
        {
            node.Forget(chance);
        }
    }
}
