using Commerce.Files;

namespace Commerce.Backups;

/// <summary>
/// A folder that is filled under another name, and has its own once it is whole and on the disk. It
/// is its owner's alone.
/// </summary>
internal sealed class AsideFolder : IDisposable
{
    private readonly string _target;
    private bool _isTaken;

    /// <exception cref="BackupException">There is something in its place.</exception>
    public AsideFolder(string target)
    {
        _target = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(target));
        CheckEmpty();
        Path = $"{_target}.{Environment.ProcessId}.part";
        Folders.MakePrivate(Path);
    }

    public string Path { get; }

    /// <summary>A new file in it, whose folder is made.</summary>
    public FileStream Create(string name)
    {
        var path = PathOf(name);
        Folders.MakePrivate(System.IO.Path.GetDirectoryName(path)!);
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new(path, options);
    }

    public string PathOf(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Its files are whole: from now on it has its name.</summary>
    public void Take()
    {
        foreach (var file in Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories))
        {
            using var handle = File.OpenHandle(file, access: FileAccess.ReadWrite);
            RandomAccess.FlushToDisk(handle);
        }

        foreach (var folder in Directory.EnumerateDirectories(Path))
        {
            Folders.Sync(folder);
        }

        Folders.Sync(Path);
        CheckEmpty();
        if (Directory.Exists(_target))
        {
            Directory.Delete(_target);
        }

        Directory.Move(Path, _target);
        _isTaken = true;
        Folders.Sync(System.IO.Path.GetDirectoryName(_target)!);
    }

    /// <summary>Undoes <see cref="Take"/>: what goes with it has failed.</summary>
    public void GiveBack()
    {
        Directory.Move(_target, Path);
        _isTaken = false;
    }

    public void Dispose()
    {
        if (!_isTaken)
        {
            Directory.Delete(Path, recursive: true);
        }
    }

    private void CheckEmpty()
    {
        if (
            File.Exists(_target)
            || (Directory.Exists(_target) && Directory.EnumerateFileSystemEntries(_target).Any())
        )
        {
            throw new BackupException($"{_target} is not empty.");
        }
    }
}
