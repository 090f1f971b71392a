using System.ComponentModel;
using BenchmarkDotNet.Attributes;

namespace Commerce.LoadTests.Micro;

[Description("one event into the journal (SQLite), durable, while nobody else appends")]
[WarmupCount(15), IterationCount(10)] // Much code, compiled anew while it runs.
public class Append
{
    private JournalFile? _file;
    private long _version;

    [GlobalSetup]
    public void Open() => _file = JournalFile.Open();

    [Benchmark]
    public Task OneEvent() => _file!.Journal.Append(new("bench/1", _version++, [Samples.Bench]));

    [GlobalCleanup]
    public void Close() => _file!.Dispose();
}
