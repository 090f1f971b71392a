using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Commerce.LoadTests.Reports;

/// <summary>Says where a run was made, so that its figures can be compared.</summary>
internal static class Machines
{
    public static Configuration Describe(Settings settings, DateTimeOffset at) =>
        new(
            at,
            settings.Url,
            settings.Command,
            settings.Connections,
            settings.Seed,
            settings.Warmup.TotalSeconds,
            settings.Thinks ?? 1,
            settings.Agents,
            new(
                Environment.MachineName,
                Line("/proc/cpuinfo", "model name") ?? $"{RuntimeInformation.ProcessArchitecture}",
                Environment.ProcessorCount,
                GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
                RuntimeInformation.OSDescription,
                Commit()
            )
        );

    private static string? Line(string file, string name) =>
        File.Exists(file)
            ? File.ReadLines(file)
                .FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))
                ?.Split(':', 2)[^1]
                .Trim()
            : null;

    private static string? Commit()
    {
        try
        {
            using var git = Process.Start(
                new ProcessStartInfo("git", ["rev-parse", "--short", "HEAD"])
                {
                    WorkingDirectory = AppContext.BaseDirectory,
                    UseShellExecute = false,
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                }
            );
            var commit = git?.StandardOutput.ReadToEnd().Trim();
            return commit is { Length: > 0 } ? commit : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
