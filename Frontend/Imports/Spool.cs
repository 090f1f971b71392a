using System.Buffers;
using System.Security.Cryptography;
using Commerce.Catalog;
using Commerce.Files;

namespace Commerce.Imports;

/// <summary>Where the files of imports lie until all of their rows are in the catalogue.</summary>
internal sealed class Spool(string folder)
{
    private const string Arrived = ".ndjson";
    private const string Arriving = ".part";

    /// <summary>The imports whose files have arrived.</summary>
    public IReadOnlyList<ImportId> Files() =>
        Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder, "*" + Arrived).Select(Name).OfType<ImportId>()]
            : [];

    /// <summary>Throws away what was arriving when the process died.</summary>
    public void Sweep()
    {
        if (Directory.Exists(folder))
        {
            foreach (var part in Directory.EnumerateFiles(folder, "*" + Arriving))
            {
                File.Delete(part);
            }
        }
    }

    public bool Has(ImportId id) => File.Exists(PathOf(id));

    public FileStream Open(ImportId id) =>
        new(
            PathOf(id),
            new FileStreamOptions
            {
                Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
                BufferSize = 0,
            }
        );

    public void Delete(ImportId id) => File.Delete(PathOf(id));

    /// <summary>Takes a file in, to the disk, though not yet to its place.</summary>
    public async Task<SpooledFile> Receive(
        Stream body,
        string arrival,
        CancellationToken cancellation
    )
    {
        Folders.Make(folder);
        var path = Path.Combine(folder, arrival + Arriving);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(256 * 1024);
        var (lines, last) = (0L, (byte)'\n');
        try
        {
            await using var file = File.Create(path);
            while (await body.ReadAsync(buffer, cancellation) is > 0 and var read)
            {
                var received = buffer.AsMemory(0, read);
                hash.AppendData(received.Span);
                lines += received.Span.Count((byte)'\n');
                last = received.Span[^1];
                await file.WriteAsync(received, cancellation);
            }

            file.Flush(flushToDisk: true);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        var total = last == '\n' ? lines : lines + 1;
        return new(path, Convert.ToHexStringLower(hash.GetHashAndReset()), total);
    }

    public void Keep(SpooledFile file, ImportId id)
    {
        File.Move(file.Path, PathOf(id), overwrite: true);
        Folders.Sync(folder);
    }

    private string PathOf(ImportId id) => Path.Combine(folder, id.Value + Arrived);

    private static ImportId? Name(string path) =>
        ImportId.TryParse(Path.GetFileNameWithoutExtension(path), provider: null, out var id)
            ? id
            : null;
}

/// <summary>A file that has arrived. It goes with its use, unless it was kept.</summary>
/// <param name="Lines">How many it has, the last one without an end included.</param>
internal sealed record SpooledFile(string Path, string Hash, long Lines) : IDisposable
{
    public void Dispose() => File.Delete(Path);
}
