using System.Globalization;

namespace Commerce.Journal;

/// <summary>A process that writes is killed, again and again, and its journal is read.</summary>
public sealed class JournalCrashTests(ITestOutputHelper output) : IDisposable
{
    private const int Rounds = 5;
    private readonly TemporaryFolder _folder = new();

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
            await JournalJudge.All_that_was_acknowledged_is_there(journal, acknowledged);
        }
    }

    private static int Random() =>
        Environment.GetEnvironmentVariable("SEED") is { Length: > 0 } seed
            ? int.Parse(seed, CultureInfo.InvariantCulture)
            : Environment.TickCount;

    private async Task WriteAndDie(int round, int lines, Dictionary<string, long> acknowledged)
    {
        using var writer = new JournalProcess(_folder.Path, $"{round}");
        await writer.Acknowledges(lines, acknowledged);
        await writer.Kill(acknowledged);
    }
}
