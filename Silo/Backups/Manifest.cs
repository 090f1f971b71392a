using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Commerce.Backups;

/// <summary>What a backup has in it, and that it is whole.</summary>
/// <param name="Format">Of the backup.</param>
/// <param name="Store">What it is of: <c>sqlite</c> or <c>postgres</c>.</param>
/// <param name="JournalFormat">Of the journal in it.</param>
/// <param name="Cut">What it has of the store.</param>
/// <param name="Files">All but this one.</param>
internal sealed record Manifest(
    int Format,
    string Store,
    long JournalFormat,
    Cut Cut,
    IReadOnlyList<SavedFile> Files
)
{
    public const string Name = "manifest.json";

    /// <summary>The newest that this program writes and reads.</summary>
    public const int FormatMax = 1;

    /// <summary>Describes what lies in a folder.</summary>
    public static Manifest Of(string folder, string store, long journalFormat, Cut cut)
    {
        var files = Directory
            .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(path => SavedFile.Of(folder, path));
        return new(FormatMax, store, journalFormat, cut, [.. files]);
    }

    public byte[] Bytes() =>
        JsonSerializer.SerializeToUtf8Bytes(this, ManifestJson.Default.Manifest);

    /// <exception cref="BackupException">It is none, too new, or damaged.</exception>
    public static Manifest Read(string folder)
    {
        var path = Path.Combine(folder, Name);
        if (!File.Exists(path))
        {
            throw new BackupException($"{folder} is no backup, or not a whole one: no {Name}.");
        }

        Manifest? manifest;
        try
        {
            manifest = JsonSerializer.Deserialize(
                File.ReadAllBytes(path),
                ManifestJson.Default.Manifest
            );
        }
        catch (JsonException)
        {
            throw Damaged(folder, Name);
        }

        if (manifest?.Format > FormatMax)
        {
            throw new BackupException(
                $"{folder} has format {manifest.Format}, written by a newer program; "
                    + $"this one reads {FormatMax}."
            );
        }

        return manifest is { Format: FormatMax, Store: not null, Cut: not null, Files: not null }
            ? manifest
            : throw Damaged(folder, Name);
    }

    /// <exception cref="BackupException">A file is not as it was written.</exception>
    public void Check(string folder)
    {
        foreach (var file in Files)
        {
            var path = Path.GetFullPath(file.Path, Path.GetFullPath(folder));
            if (!File.Exists(path) || SavedFile.Of(folder, path) != file)
            {
                throw Damaged(folder, file.Path);
            }
        }
    }

    public static BackupException Damaged(string folder, string file) =>
        new($"{folder} is damaged: {file} is not as it was written.");
}

/// <summary>What of a store a backup has.</summary>
/// <param name="At">All that was answered before is in it.</param>
/// <param name="Position">Of the newest event.</param>
/// <param name="Events">How many there are.</param>
/// <param name="Incarnation">Of the history that they tell.</param>
/// <param name="Region">In which its ids are born.</param>
internal sealed record Cut(
    DateTimeOffset At,
    long Position,
    long Events,
    string Incarnation,
    string Region
);

/// <summary>One file of a backup.</summary>
internal sealed record SavedFile(string Path, long Bytes, string Sha256)
{
    public static SavedFile Of(string folder, string path)
    {
        using var file = File.OpenRead(path);
        var hash = Convert.ToHexStringLower(SHA256.HashData(file));
        return new(System.IO.Path.GetRelativePath(folder, path), file.Length, hash);
    }
}

[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase
)]
[JsonSerializable(typeof(Manifest))]
internal sealed partial class ManifestJson : JsonSerializerContext;
