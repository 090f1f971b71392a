using System.Buffers.Binary;
using System.Text;

namespace Commerce.PowerLoss;

/// <summary>What the kernel asks of a file system, by the numbers of linux/fuse.h.</summary>
internal enum Operation
{
    Lookup = 1,
    Forget = 2,
    GetAttributes = 3,
    SetAttributes = 4,
    MakeFolder = 9,
    Unlink = 10,
    RemoveFolder = 11,
    Rename = 12,
    Link = 13,
    Open = 14,
    Read = 15,
    Write = 16,
    Statistics = 17,
    Release = 18,
    Sync = 20,
    Begin = 26,
    OpenFolder = 27,
    ReadFolder = 28,
    ReleaseFolder = 29,
    SyncFolder = 30,
    Create = 35,
    Interrupt = 36,
    End = 38,
    ForgetMany = 42,
    RenameWith = 45,
}

/// <summary>One request: a head of 40 bytes, and a body.</summary>
internal readonly ref struct Request(ReadOnlySpan<byte> bytes)
{
    private const int HeadBytes = 40;

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public Operation Operation => (Operation)BinaryPrimitives.ReadInt32LittleEndian(_bytes[4..]);

    public ulong Id => BinaryPrimitives.ReadUInt64LittleEndian(_bytes[8..]);

    public ulong Node => BinaryPrimitives.ReadUInt64LittleEndian(_bytes[16..]);

    public uint User => BinaryPrimitives.ReadUInt32LittleEndian(_bytes[24..]);

    public uint Group => BinaryPrimitives.ReadUInt32LittleEndian(_bytes[28..]);

    public ReadOnlySpan<byte> Body => _bytes[HeadBytes..];

    public bool WantsAnswer =>
        Operation
            is not (
                Operation.Forget
                or Operation.ForgetMany
                or Operation.Interrupt
                or Operation.End
            );

    public uint Int32(int at) => BinaryPrimitives.ReadUInt32LittleEndian(Body[at..]);

    public ulong Int64(int at) => BinaryPrimitives.ReadUInt64LittleEndian(Body[at..]);

    /// <summary>A name, and what lies behind its zero.</summary>
    public string Name(int at, out int behind)
    {
        var length = Body[at..].IndexOf((byte)0);
        behind = at + length + 1;
        return Encoding.UTF8.GetString(Body.Slice(at, length));
    }

    public string Name(int at) => Name(at, out _);
}

/// <summary>The answer to one request: a head of 16 bytes, and a body.</summary>
internal sealed class Answer
{
    public const int HeadBytes = 16;

    private const ulong ForEver = 1_000_000;

    private readonly byte[] _bytes = new byte[Fuse.TransferMax + 4_096];
    private int _length;

    /// <summary>Ready to be sent.</summary>
    public ReadOnlySpan<byte> To(ulong request, int error)
    {
        var length = error == 0 ? _length : HeadBytes;
        BinaryPrimitives.WriteInt32LittleEndian(_bytes, length);
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(4), -error);
        BinaryPrimitives.WriteUInt64LittleEndian(_bytes.AsSpan(8), request);
        return _bytes.AsSpan(0, length);
    }

    public void Clear() => _length = HeadBytes;

    public int Room => _bytes.Length - _length;

    public Answer Add(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(Next(sizeof(uint)), value);
        return this;
    }

    public Answer Add(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(Next(sizeof(ulong)), value);
        return this;
    }

    public Span<byte> Next(int bytes)
    {
        _length += bytes;
        return _bytes.AsSpan(_length - bytes, bytes);
    }

    /// <summary>The kernel alone changes anything, so what it is told holds.</summary>
    public Answer AddEntry(Node node)
    {
        Add(node.Id).Add(0UL).Add(ForEver).Add(ForEver).Add(0UL);
        return AddAttributes(node);
    }

    public Answer AddStanding(Node node)
    {
        Add(ForEver).Add(0UL);
        return AddAttributes(node);
    }

    public void AddName(Node node, string name)
    {
        var utf8 = Encoding.UTF8.GetBytes(name);
        Add(node.Id).Add(node.Id).Add((uint)utf8.Length).Add(node.Kind >> 12);
        utf8.CopyTo(Next(utf8.Length));
        Next(-utf8.Length & 7).Clear();
    }

    private Answer AddAttributes(Node node)
    {
        Add(node.Id).Add((ulong)node.Size).Add((ulong)(node.Size + 511) / 512);
        Add(node.Changed).Add(node.Changed).Add(node.Changed).Add(0U).Add(0U).Add(0U);
        Add(node.Kind | node.Permissions).Add(1U).Add(node.Owner).Add(node.Group);
        return Add(0U).Add(4_096U).Add(0U);
    }
}
