using System.Globalization;

namespace Commerce.Chaos;

/// <summary>
/// A disk for each of some folders, as a file of this machine's, that can be filled. They are seen
/// by this program and what it starts (<c>unshare --mount</c>), and are gone with it.
/// </summary>
internal sealed class Disks(string folder) : IAsyncDisposable
{
    private readonly List<string> _mounted = [];

    private const long Size = 4L << 30;

    /// <summary>Why there can be none here; <c>null</c> where there can.</summary>
    public static string? Obstacle =>
        !Environment.IsPrivilegedProcess ? "it takes root to mount disks"
        : !File.Exists("/dev/loop-control") ? "this machine has no loop devices"
        : Network.Obstacle;

    public async Task Add(string name)
    {
        var image = Path.Combine(folder, $"{name}.disk");
        await using (var file = File.Create(image))
            file.SetLength(Size);
        var mounted = Path.Combine(folder, name);
        Directory.CreateDirectory(mounted);
        await Tool.Run("mkfs.ext4", "-q", "-m", "0", image);
        await Tool.Run("mount", "-o", "loop", image, mounted);
        _mounted.Add(mounted);
        // A server wants its folder empty.
        Directory.Delete(Path.Combine(mounted, "lost+found"));
    }

    /// <summary>Takes every byte that is left, and gives them back when disposed.</summary>
    public async Task<IDisposable> Fill(string name)
    {
        var file = Path.Combine(folder, name, "full");
        var filled = new Filled(file);
        for (var size = Size; size >= 4096; size /= 2)
        {
            var part = string.Create(CultureInfo.InvariantCulture, $"{file}-{size}");
            await TryTake(part, size);
        }

        return filled;
    }

    public async ValueTask DisposeAsync()
    {
        // Lazily: who was killed may still be on its way out.
        foreach (var mounted in _mounted)
            await Tool.Run("umount", "-l", mounted);
    }

    private static async Task TryTake(string file, long size)
    {
        try
        {
            await Tool.Run("fallocate", "-l", $"{size}", file);
        }
        catch (InvalidOperationException)
        {
            File.Delete(file); // That much was not left.
        }
    }

    private sealed class Filled(string file) : IDisposable
    {
        public void Dispose()
        {
            foreach (var part in Directory.GetFiles(Path.GetDirectoryName(file)!, "full-*"))
                File.Delete(part);
        }
    }
}
