namespace Commerce.PowerLoss;

/// <summary>
/// A disk that keeps what was synced, and nothing else, when its plug is pulled: no write that was
/// not followed by an fsync of its file, and no name that was not followed by one of its folder.
/// </summary>
internal sealed class ForgetfulDisk : IFileSystem, IDisposable
{
    private const uint Version = 7;
    private const uint Minor = 31;
    private const uint BigWritesAndAsyncReads = (1 << 5) | 1;
    private const uint KeepCache = 2;
    private const int NotThere = 2;
    private const int BrokenDown = 5;
    private const int IsThere = 17;
    private const int NotEmpty = 39;
    private const int Unknown = 38;

    private readonly Dictionary<ulong, Node> _nodes = [];
    private readonly FolderNode _root = new(1) { Permissions = 0x1FF };
    private readonly Lock _gate = new();
    private Fuse? _fuse;
    private bool _isOn;

    private ForgetfulDisk(string path)
    {
        Path = path;
        _nodes[_root.Id] = _root;
    }

    public string Path { get; }

    /// <summary>Whether an fsync does what it says. Some disks answer and do nothing.</summary>
    public bool IsHonest { get; set; } = true;

    /// <summary>
    /// Whether the name of a new file comes along when the file is synced. Linux's file systems do
    /// so, and PostgreSQL, which does not sync the folders of new tables, counts on it.
    /// </summary>
    public bool BringsNames { get; set; }

    /// <summary>A new, empty disk on a folder; why not, where this machine has none.</summary>
    public static ForgetfulDisk? Mount(string folder, out string whyNot)
    {
        var disk = new ForgetfulDisk(folder);
        whyNot = disk.PlugIn();
        return whyNot.Length == 0 ? disk : null;
    }

    /// <summary>At once, and for whoever is using it.</summary>
    /// <param name="chance">Whether some of what was not synced is there nevertheless.</param>
    public void PullPlug(Random? chance = null)
    {
        lock (_gate)
        {
            _isOn = false;
            _root.Forget(chance);
        }

        _fuse?.Dispose();
        _fuse = null;
    }

    /// <returns>Why not; empty: it is back.</returns>
    public string PlugIn()
    {
        _isOn = true;
        _fuse = Fuse.Mount(Path, this, out var whyNot);
        return whyNot;
    }

    /// <summary>All that is on it was written long ago.</summary>
    public void Settle()
    {
        lock (_gate)
        {
            _root.SyncAll();
        }
    }

    public void Dispose() => PullPlug();

    public int Do(Request request, Answer answer)
    {
        lock (_gate)
        {
            if (!_isOn)
                return BrokenDown;

            return request.Operation switch
            {
                Operation.Begin => Begin(answer),
                Operation.Lookup => Lookup(request, answer),
                Operation.GetAttributes => Tell(_nodes[request.Node], answer),
                Operation.SetAttributes => SetAttributes(request, answer),
                Operation.Create => Create(request, answer),
                Operation.MakeFolder => MakeFolder(request, answer),
                Operation.Unlink or Operation.RemoveFolder => Remove(request),
                Operation.Rename => Rename(request, namesAt: 8),
                Operation.RenameWith => Rename(request, namesAt: 16),
                Operation.Link => Link(request, answer),
                Operation.Open or Operation.OpenFolder => Open(answer),
                Operation.Read => Read(request, answer),
                Operation.Write => Write(request, answer),
                Operation.ReadFolder => ReadFolder(request, answer),
                Operation.Sync or Operation.SyncFolder => Sync(request),
                Operation.Statistics => Statistics(answer),
                Operation.Release or Operation.ReleaseFolder => 0,
                _ => Unknown,
            };
        }
    }

    private static int Begin(Answer answer)
    {
        answer.Add(Version).Add(Minor).Add((uint)Fuse.TransferMax).Add(BigWritesAndAsyncReads);
        answer.Add(0U).Add((uint)Fuse.TransferMax).Add(1U).Add(0U);
        answer.Next(32).Clear();
        return 0;
    }

    private FolderNode Folder(ulong id) => (FolderNode)_nodes[id];

    private int Lookup(Request request, Answer answer)
    {
        if (!Folder(request.Node).Entries.TryGetValue(request.Name(0), out var node))
            return NotThere;

        answer.AddEntry(node);
        return 0;
    }

    private static int Tell(Node node, Answer answer)
    {
        answer.AddStanding(node);
        return 0;
    }

    private int SetAttributes(Request request, Answer answer)
    {
        var (node, which) = (_nodes[request.Node], request.Int32(0));
        if ((which & 1) != 0)
            node.Permissions = request.Int32(68) & 0xFFF;
        if ((which & 2) != 0)
            node.Owner = request.Int32(76);
        if ((which & 4) != 0)
            node.Group = request.Int32(80);
        if ((which & 8) != 0)
            ((FileNode)node).Cut((long)request.Int64(16));
        if ((which & 32) != 0)
            node.Changed = request.Int64(40);
        return Tell(node, answer);
    }

    private int Create(Request request, Answer answer)
    {
        var error = Add(request, request.Name(16), request.Int32(4), new FileNode(NextId), answer);
        return error == 0 ? Open(answer) : error;
    }

    private int MakeFolder(Request request, Answer answer) =>
        Add(request, request.Name(8), request.Int32(0), new FolderNode(NextId), answer);

    private ulong NextId => (ulong)_nodes.Count + 1;

    private int Add(Request request, string name, uint mode, Node node, Answer answer)
    {
        node.Permissions = mode & 0xFFF;
        (node.Owner, node.Group) = (request.User, request.Group);
        _nodes[node.Id] = node;
        return Add(request.Node, name, node, answer);
    }

    private int Add(ulong folder, string name, Node node, Answer answer)
    {
        if (!Folder(folder).Entries.TryAdd(name, node))
            return IsThere;

        node.Place = (Folder(folder), name);
        answer.AddEntry(node);
        return 0;
    }

    private int Link(Request request, Answer answer) =>
        Add(request.Node, request.Name(8), _nodes[request.Int64(0)], answer);

    private int Remove(Request request)
    {
        var (entries, name) = (Folder(request.Node).Entries, request.Name(0));
        if (!entries.TryGetValue(name, out var node))
            return NotThere;
        if (node is FolderNode { Entries.Count: > 0 })
            return NotEmpty;

        entries.Remove(name);
        return 0;
    }

    private int Rename(Request request, int namesAt)
    {
        var (from, to) = (Folder(request.Node).Entries, Folder(request.Int64(0)).Entries);
        var name = request.Name(namesAt, out var behind);
        var newName = request.Name(behind);
        if (!from.TryGetValue(name, out var node))
            return NotThere;
        if (to.GetValueOrDefault(newName) is FolderNode { Entries.Count: > 0 })
            return NotEmpty;

        from.Remove(name);
        to[newName] = node;
        node.Place = (Folder(request.Int64(0)), newName);
        return 0;
    }

    private static int Open(Answer answer)
    {
        answer.Add(0UL).Add(KeepCache).Add(0U);
        return 0;
    }

    private int Read(Request request, Answer answer)
    {
        var (node, offset) = ((FileNode)_nodes[request.Node], (long)request.Int64(8));
        var length = long.Clamp(node.Size - offset, 0, request.Int32(16));
        node.Read(offset, answer.Next((int)length));
        return 0;
    }

    private int Write(Request request, Answer answer)
    {
        var length = request.Int32(16);
        var data = request.Body.Slice(40, (int)length);
        ((FileNode)_nodes[request.Node]).Write((long)request.Int64(8), data);
        answer.Add(length).Add(0U);
        return 0;
    }

    /// <summary>In the order of their numbers, so that one may be deleted meanwhile.</summary>
    private int ReadFolder(Request request, Answer answer)
    {
        var (after, max) = (request.Int64(8), (int)request.Int32(16));
        var room = answer.Room - max;
        foreach (var (name, node) in Folder(request.Node).Entries.OrderBy(e => e.Value.Id))
        {
            if (node.Id <= after)
                continue;
            if (answer.Room - room < name.Length * 4 + 32)
                break;

            answer.AddName(node, name);
        }

        return 0;
    }

    private int Sync(Request request)
    {
        var node = _nodes[request.Node];
        if (IsHonest)
            node.Sync();
        if (IsHonest && BringsNames && node.Place is { } place)
            place.Folder.SyncName(place.Name, node);
        return 0;
    }

    private static int Statistics(Answer answer)
    {
        const ulong Plenty = 1 << 24;
        answer.Add(Plenty).Add(Plenty).Add(Plenty).Add(Plenty).Add(Plenty);
        answer.Add(4_096U).Add(255U).Add(4_096U).Add(0U);
        answer.Next(24).Clear();
        return 0;
    }
}
