using System.Diagnostics;
using System.Globalization;

namespace Commerce.Cluster;

/// <summary>PostgreSQL's programs from Debian's package, run by whom they allow.</summary>
internal static class PostgresTools
{
    private const string Installed = "/usr/lib/postgresql";
    private const string User = "postgres";

    public static ProcessStartInfo Command(string program, params string[] arguments)
    {
        var newest = Directory
            .GetDirectories(Installed)
            .MaxBy(folder => int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture))!;
        // It refuses to be run by root.
        string[] asNobody = Environment.IsPrivilegedProcess
            ? ["setpriv", $"--reuid={User}", $"--regid={User}", "--clear-groups"]
            : [];
        string[] line = [.. asNobody, Path.Combine(newest, "bin", program), .. arguments];
        // Whoever it is run by may be where it is started.
        return new(line[0], line[1..]) { WorkingDirectory = "/" };
    }

    /// <exception cref="InvalidOperationException">It failed; the message says why.</exception>
    public static async Task Run(string program, params string[] arguments)
    {
        var command = Command(program, arguments);
        command.RedirectStandardError = command.RedirectStandardOutput = true;
        command.UseShellExecute = false;
        using var process = Process.Start(command)!;
        var said = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} failed: {error}{await said}");
    }

    /// <summary>Makes a folder that is the servers' own.</summary>
    public static async Task MakeFolder(string folder)
    {
        if (!OperatingSystem.IsWindows())
        {
            const UnixFileMode OwnersOnly =
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
            // It may be there already: as a disk of its own, which is open to all.
            Directory.CreateDirectory(folder).UnixFileMode = OwnersOnly;
        }

        await Own(folder);
    }

    /// <summary>Gives the servers what they must read.</summary>
    public static async Task Own(string path)
    {
        if (Environment.IsPrivilegedProcess)
        {
            using var owner = Process.Start("chown", [$"{User}:{User}", path]);
            await owner.WaitForExitAsync();
        }
    }
}
