using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Commerce.PowerLoss;

/// <summary>
/// Speaks with the kernel for a file system of this process (Linux's FUSE, protocol 7.31).
/// </summary>
internal sealed class Fuse : IDisposable
{
    /// <summary>Bytes that are read or written at once, at most.</summary>
    public const int TransferMax = 128 * 1024;

    private const int ForceAndDetach = 1 | 2;

    private readonly string _folder;
    private readonly FileStream _device;
    private readonly IFileSystem _files;
    private readonly Thread _serving;

    private Fuse(string folder, SafeFileHandle device, IFileSystem files)
    {
        (_folder, _files) = (folder, files);
        _device = new(device, FileAccess.ReadWrite, bufferSize: 0);
        _serving = new(Serve) { Name = "disk", IsBackground = true };
        _serving.Start();
    }

    /// <summary>Mounts it on a folder; says why where this machine does not let us.</summary>
    public static Fuse? Mount(string folder, IFileSystem files, out string whyNot)
    {
        whyNot = "";
        SafeFileHandle device;
        try
        {
            device = File.OpenHandle(
                "/dev/fuse",
                FileMode.Open,
                FileAccess.ReadWrite,
                FileShare.ReadWrite
            );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            whyNot = e.Message;
            return null;
        }

        var options =
            $"fd={device.DangerousGetHandle()},rootmode=40777,user_id=0,group_id=0,allow_other";
        if (Mount(Text("forgetful"), Text(folder), Text("fuse"), 0, Text(options)) != 0)
        {
            whyNot = $"mount: {Marshal.GetLastPInvokeErrorMessage()}";
            device.Dispose();
            return null;
        }

        return new(folder, device, files);
    }

    /// <summary>Takes it away from whoever still uses it.</summary>
    public void Dispose()
    {
        _ = Unmount(Text(_folder), ForceAndDetach);
        _serving.Join();
        _device.Dispose();
    }

    private void Serve()
    {
        var buffer = new byte[TransferMax + 8_192];
        var answer = new Answer();
        while (true)
        {
            try
            {
                var length = _device.Read(buffer);
                var request = new Request(buffer.AsSpan(0, length));
                answer.Clear();
                var error = _files.Do(request, answer);
                if (request.WantsAnswer)
                {
                    _device.Write(answer.To(request.Id, error));
                }
            }
            catch (IOException e) when (IsGone(e))
            {
                return;
            }
            catch (IOException)
            {
                // Who asked has gone meanwhile.
            }
        }
    }

    /// <summary>ENODEV, ECONNABORTED: it is not mounted any more.</summary>
    private static bool IsGone(IOException e) => (e.HResult & 0xFFFF) is 19 or 103;

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text + '\0');

    [DllImport("libc", EntryPoint = "mount", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Mount(
        byte[] source,
        byte[] target,
        byte[] type,
        nuint flags,
        byte[] options
    );

    [DllImport("libc", EntryPoint = "umount2", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Unmount(byte[] target, int flags);
}

/// <summary>What the kernel asks.</summary>
internal interface IFileSystem
{
    /// <returns>0, or the number of the error.</returns>
    int Do(Request request, Answer answer);
}
