using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Commerce.Files;

/// <summary>
/// What a file is called is kept by its folder, which must be synced, too: a file that is on the
/// disk under no name is lost.
/// </summary>
public static class Folders
{
    private const UnixFileMode OwnersOnly =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private const int ReadOnlyCloseOnExec = 0x80000;

    /// <summary>Brings the names of what is in a folder to the disk.</summary>
    /// <exception cref="IOException">They may not be there.</exception>
    public static void Sync(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return; // Which has no such thing, and needs none.
        }

        using var handle = Open(Encoding.UTF8.GetBytes(folder + '\0'), ReadOnlyCloseOnExec);
        if (handle.IsInvalid)
        {
            throw new IOException(
                $"{folder} cannot be opened: {Marshal.GetLastPInvokeErrorMessage()}"
            );
        }

        RandomAccess.FlushToDisk(handle);
    }

    /// <summary>Makes a folder where there is none, for good, with those that it is in.</summary>
    public static void Make(string folder)
    {
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (Directory.Exists(path) || Path.GetDirectoryName(path) is not { } parent)
        {
            return;
        }

        Make(parent);
        Directory.CreateDirectory(path);
        Sync(parent);
    }

    /// <summary>The same, which nobody else may look into.</summary>
    public static void MakePrivate(string folder)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(folder)) is { } parent)
        {
            Make(parent);
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, OwnersOnly);
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern SafeFileHandle Open(
        byte[] path, // In UTF-8, with a zero at its end.
        int flags
    );
}
