using System.Diagnostics;
using Commerce.EventSourcing;

namespace Commerce.Journal;

/// <summary>
/// A full disk stops writing and nothing else, and only for as long as it is full.
/// </summary>
public sealed class FullDiskTests(ITestOutputHelper output) : IDisposable
{
    private const int Megabyte = 1 << 20;
    private readonly TemporaryFolder _folder = new();
    private bool _mounted;

    public void Dispose()
    {
        if (_mounted)
        {
            Run("umount", _folder.Path);
        }

        _folder.Dispose();
    }

    [Fact]
    public async Task A_full_disk_refuses_appends_lets_reads_go_on_and_heals()
    {
        if (!Mount())
        {
            return;
        }

        using var journal = Open();
        var versions = await Fill(journal);
        for (var i = 0; i < 3; i++)
        {
            await Assert.ThrowsAsync<JournalUnavailableException>(() => Append(journal, versions));
            var read = await JournalJudge.Stream(journal, "kind/1");
            Assert.Equal(versions, read.Count);
            Assert.Equal(versions, journal.Head);
            Assert.NotEmpty(await journal.ReadTail(0, 10));
        }

        File.Delete(_folder.File("filler"));
        await Append(journal, versions);
        await Append(journal, versions + 1);

        journal.Dispose();
        using var again = Open();
        var kept = await JournalJudge.Stream(again, "kind/1");
        Assert.Equal(Enumerable.Range(1, (int)versions + 2).Select(v => (long)v), Versions(kept));
    }

    private static IEnumerable<long> Versions(IEnumerable<RecordedEvent> events) =>
        JournalJudge.Versions(events);

    private static Task Append(IJournal journal, long version) =>
        journal.Append(new("kind/1", version, [JournalJudge.Event(new string('x', 20_000))]));

    /// <summary>
    /// Fills the disk, then writes until it is noticed; answers how much was written.
    /// </summary>
    private async Task<long> Fill(IJournal journal)
    {
        await Append(journal, 0);
        using (var filler = File.OpenWrite(_folder.File("filler")))
        {
            var zeros = new byte[4096];
            try
            {
                while (filler.Length < 64 * Megabyte)
                {
                    filler.Write(zeros);
                    filler.Flush();
                }

                Assert.Fail("The disk is larger than it was made.");
            }
            catch (IOException)
            {
                // Full, as it was meant to be.
            }
        }

        for (var version = 1L; version < 1_000; version++)
        {
            try
            {
                await Append(journal, version);
            }
            catch (JournalUnavailableException e)
            {
                output.WriteLine($"at {version}: {e.Message}");
                return version;
            }
        }

        throw new InvalidOperationException("The journal writes more than the disk takes.");
    }

    private bool Mount()
    {
        var image = Path.Combine(Path.GetTempPath(), $"commerce-disk-{Environment.ProcessId}");
        using (var file = File.Create(image))
        {
            file.SetLength(24 * Megabyte);
        }

        var why = Run("mkfs.ext4", "-q", "-m", "0", image);
        why ??= Run("mount", "-o", "loop", image, _folder.Path);
        File.Delete(image); // The mount keeps it for as long as it lasts.
        if (why is null)
        {
            _mounted = true;
            return true;
        }

        why = Run("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", _folder.Path);
        _mounted = why is null;
        output.WriteLine(_mounted ? "on tmpfs: no loop device here" : $"not run: {why}");
        return _mounted;
    }

    /// <summary>Why it failed, or <c>null</c>.</summary>
    private static string? Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(program, arguments)
                {
                    UseShellExecute = false,
                    RedirectStandardError = true,
                }
            )!;
            var error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : $"{program}: {error.Trim()}";
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return $"{program}: {e.Message}";
        }
    }

    private SqliteJournal Open() =>
        SqliteJournal.Open(_folder.Path, new(TimeProvider.System, "eu1"));
}
