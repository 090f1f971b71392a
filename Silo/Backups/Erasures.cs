using System.Text.Json;
using System.Text.Json.Serialization;

namespace Commerce.Backups;

/// <summary>Somebody's key was destroyed.</summary>
internal sealed record Erasure(string Subject, DateTimeOffset At);

/// <summary>
/// A list of the subjects whose keys were destroyed, as a file: how many, then one a line.
/// </summary>
internal static class Erasures
{
    public const string Name = "erasures.ndjson";

    public static void Write(Stream to, IReadOnlyList<Erasure> erasures)
    {
        using var text = new StreamWriter(to, leaveOpen: true) { NewLine = "\n" };
        text.WriteLine(JsonSerializer.Serialize(new(erasures.Count), ErasureJson.Default.Head));
        foreach (var erasure in erasures)
        {
            text.WriteLine(JsonSerializer.Serialize(erasure, ErasureJson.Default.Erasure));
        }
    }

    /// <summary>Of a file, or of the backup in a folder.</summary>
    /// <exception cref="BackupException">It is no such list, or not all of it.</exception>
    public static IReadOnlyList<Erasure> Read(string path)
    {
        var file = path;
        if (Directory.Exists(path))
        {
            Manifest.Read(path).Check(path);
            file = Path.Combine(path, Name);
        }

        if (!File.Exists(file))
        {
            throw new BackupException($"{file} is not there.");
        }

        try
        {
            var lines = File.ReadAllLines(file);
            var head = JsonSerializer.Deserialize(
                lines.FirstOrDefault(""),
                ErasureJson.Default.Head
            );
            var erasures = lines
                .Skip(1)
                .Select(line => JsonSerializer.Deserialize(line, ErasureJson.Default.Erasure)!)
                .ToList();
            return head.Erasures == erasures.Count && erasures.All(each => each.Subject is not null)
                ? erasures
                : throw new JsonException();
        }
        catch (JsonException)
        {
            throw new BackupException($"{file} is no list of erasures, or not all of it.");
        }
    }

    /// <param name="Erasures">How many lines follow.</param>
    internal readonly record struct Head(int Erasures);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Erasure))]
[JsonSerializable(typeof(Erasures.Head))]
internal sealed partial class ErasureJson : JsonSerializerContext;
