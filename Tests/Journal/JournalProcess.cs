using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Commerce.Journal;

/// <summary>A process that writes into a journal, and says what was acknowledged.</summary>
internal sealed class JournalProcess : IDisposable
{
    private readonly Process _process;

    /// <param name="journal">A folder or a database.</param>
    /// <param name="round">Of its streams, so that each round has others.</param>
    public JournalProcess(string journal, string round, params string[] how)
    {
        var dotnet = Path.GetFullPath(
            Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../../dotnet")
        );
        var crasher = Path.Combine(AppContext.BaseDirectory, "Crasher.dll");
        _process = Process.Start(
            new ProcessStartInfo(dotnet, [crasher, journal, round, .. how])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        _process.ErrorDataReceived += (_, line) => Error += line.Data;
        _process.BeginErrorReadLine();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Error { get; set; } = "";

    /// <summary>Reads so many lines, and notes which version each stream has.</summary>
    public async Task Acknowledges(int lines, Dictionary<string, long> acknowledged)
    {
        for (var read = 0; read < lines; read++)
        {
            var line = await _process.StandardOutput.ReadLineAsync(Cancellation);
            Assert.True(line is not null, Error);
            Note(line, acknowledged);
        }
    }

    /// <summary>Kills it, and notes what it had said by then.</summary>
    public async Task Kill(Dictionary<string, long> acknowledged)
    {
        _process.Kill();
        while (await _process.StandardOutput.ReadLineAsync(Cancellation) is { } line)
            Note(line, acknowledged);

        await _process.WaitForExitAsync(Cancellation);
    }

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }

    /// <summary>
    /// The last line may be cut off: it then says less than was acknowledged, or nothing.
    /// </summary>
    private static void Note(string line, Dictionary<string, long> acknowledged)
    {
        if (line.Split(' ') is [var stream, { Length: > 0 } version] && stream.Contains('-'))
        {
            acknowledged[stream] = long.Parse(version, CultureInfo.InvariantCulture);
        }
    }
}
