using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Commerce.Journal;

/// <summary>A process that writes is killed, again and again, and its journal is read.</summary>
public sealed class JournalCrashTests(ITestOutputHelper output) : IDisposable
{
    private const int Rounds = 5;
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_acknowledged_before_a_kill_is_there_and_whole()
    {
        var seed = Random();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var acknowledged = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var round = 0; round < Rounds; round++)
        {
            await WriteAndDie(round, lines: random.Next(1, 3_000), acknowledged);
            using var journal = SqliteJournal.Open(_folder.Path, new(TimeProvider.System, "eu1"));
            output.WriteLine($"round {round}: {journal.Head} events");
            await Judge(journal, acknowledged);
        }
    }

    private static int Random() =>
        Environment.GetEnvironmentVariable("SEED") is { Length: > 0 } seed
            ? int.Parse(seed, CultureInfo.InvariantCulture)
            : Environment.TickCount;

    private static async Task Judge(SqliteJournal journal, Dictionary<string, long> acknowledged)
    {
        foreach (var (stream, version) in acknowledged)
        {
            var events = await JournalJudge.Stream(journal, stream);
            Assert.True(events.Count >= version, $"{stream}: {version}, but has {events.Count}");
            Assert.Equal(
                Enumerable.Range(1, events.Count).Select(v => (long)v),
                JournalJudge.Versions(events)
            );
            Assert.NotEmpty(JournalJudge.Whole(events.Select(JournalJudge.Text)));
        }

        var alarms = ((IAlarms)journal).Due(JournalJudge.Noon, int.MaxValue);
        Assert.Superset(
            acknowledged.Keys.ToHashSet(StringComparer.Ordinal),
            alarms.Select(alarm => alarm.Stream).ToHashSet(StringComparer.Ordinal)
        );
        var tail = await journal.ReadTail(0, int.MaxValue);
        Assert.Equal(
            Enumerable.Range(1, (int)journal.Head).Select(p => (long)p),
            tail.Select(recorded => recorded.Position)
        );
    }

    private async Task WriteAndDie(int round, int lines, Dictionary<string, long> acknowledged)
    {
        using var writer = Start(round);
        var read = 0;
        while (await writer.StandardOutput.ReadLineAsync(Cancellation) is { } line)
        {
            if (++read == lines)
            {
                writer.Kill();
            }

            // The last line may be cut off: it then says less than was acknowledged, or nothing.
            if (line.Split(' ') is [var stream, var version] && stream.Length > "kind/0-".Length)
            {
                acknowledged[stream] = long.Parse(version, CultureInfo.InvariantCulture);
            }
        }

        await writer.WaitForExitAsync(Cancellation);
        Assert.True(read >= lines, await writer.StandardError.ReadToEndAsync(Cancellation));
    }

    private Process Start(int round)
    {
        var dotnet = Path.GetFullPath(
            Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../../dotnet")
        );
        var crasher = Path.Combine(AppContext.BaseDirectory, "Crasher.dll");
        return Process.Start(
            new ProcessStartInfo(dotnet, [crasher, _folder.Path, $"{round}"])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
    }
}
