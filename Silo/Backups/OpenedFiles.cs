namespace Commerce.Backups;

/// <summary>
/// Files that are not the journal's: the keys, and the imports that are on their way. What is
/// opened is copied, though it be deleted meanwhile.
/// </summary>
internal sealed class OpenedFiles : IDisposable
{
    private readonly SortedDictionary<string, FileStream> _files = new(StringComparer.Ordinal);

    /// <summary>Opens those of a folder that have such names and were not opened yet.</summary>
    public void Add(string folder, string pattern, string name)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        foreach (var path in Directory.EnumerateFiles(folder, pattern))
        {
            var key = Path.Combine(name, Path.GetFileName(path));
            if (!_files.ContainsKey(key) && File.Exists(path))
            {
                _files[key] = Open(path);
            }
        }
    }

    public bool Has(string key) => _files.ContainsKey(key);

    public async Task CopyTo(AsideFolder folder)
    {
        foreach (var (name, from) in _files)
        {
            await using var to = folder.Create(name);
            await from.CopyToAsync(to);
        }
    }

    public void Dispose()
    {
        foreach (var file in _files.Values)
        {
            file.Dispose();
        }
    }

    private static FileStream Open(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
}
