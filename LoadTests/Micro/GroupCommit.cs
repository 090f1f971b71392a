using System.Collections.Concurrent;
using System.ComponentModel;
using BenchmarkDotNet.Attributes;

namespace Commerce.LoadTests.Micro;

[Description("some who append at once, beside a raw insert of as many events a transaction")]
[WarmupCount(15), IterationCount(10)] // Much code, compiled anew while it runs.
public class GroupCommit
{
    /// <summary>In one run of a method: each time is that of one event.</summary>
    private const int Events = 2_048;

    private JournalFile? _file;
    private Appenders? _appenders;
    private RawInserts? _raw;
    private CommitCount? _commits;

    /// <summary>How many events share a commit on average, by how many append at once.</summary>
    internal static ConcurrentDictionary<int, double> EventsInCommit { get; } = [];

    [Params(1, 16, 64, 256)]
    public int Appenders { get; set; } = 1;

    [GlobalSetup]
    public void Open()
    {
        _file = JournalFile.Open();
        _appenders = new(_file.Journal, Appenders);
        _raw = RawInserts.Open(_file.Folder, Appenders);
        _commits = CommitCount.Start();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Events)]
    public void RawInsert()
    {
        for (var i = 0; i < Events; i += Appenders)
            _raw!.Insert();
    }

    [Benchmark(OperationsPerInvoke = Events)]
    public Task Append() => _appenders!.Append(Events);

    [GlobalCleanup]
    public void Close()
    {
        if (_commits!.EventsInCommit is { } size)
            EventsInCommit[Appenders] = size;

        _commits.Dispose();
        _raw!.Dispose();
        _file!.Dispose();
    }
}
