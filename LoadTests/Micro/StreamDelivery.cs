using System.ComponentModel;
using BenchmarkDotNet.Attributes;
using Commerce.EventSourcing;
using Commerce.Views;

namespace Commerce.LoadTests.Micro;

[Description(
    "from the append to the lists, by the stream provider `journal`, where news gathers for 50 ms: "
        + "one event alone, and each of many that 64 append at once"
)]
public class StreamDelivery
{
    private const int Appenders = 64;

    /// <summary>In one run of the method: its time is that of one event.</summary>
    private const int Events = 16_384;

    /// <summary>
    /// On their way at once; of 64 appenders' no part has as many as a stream leaves out.
    /// </summary>
    private const int OnTheirWayMax = 4_096;

    private readonly Arrivals _arrivals = new();
    private LocalStore? _store;
    private Appenders? _one;
    private Appenders? _many;

    [GlobalSetup]
    public async Task Start()
    {
        _store = await LocalStore.Start(services =>
        {
            services.AddSingleton<IView>(_arrivals);
            // It reads the journal each second, and now and then would be there before the stream.
            services.Remove(
                services.Single(each => each.ImplementationType == typeof(ProjectionClock))
            );
        });
        var journal = _store.Journal;
        await _store
            .Services.GetRequiredService<IViewStore>()
            .Prepare([.. _store.Services.GetServices<IView>()], journal.Incarnation, journal.Head);
        (_one, _many) = (new(journal, 1), new(journal, Appenders));
    }

    [Benchmark]
    public async Task OneEvent()
    {
        var heard = _arrivals.Count;
        await _one!.Append(1);
        await _arrivals.Until(heard + 1);
    }

    [Benchmark(OperationsPerInvoke = Events)]
    public async Task ManyEvents()
    {
        const int AtATime = OnTheirWayMax / 4;
        var (heard, sent) = (_arrivals.Count, 0);
        while (sent < Events)
        {
            await _many!.Append(AtATime);
            sent += AtATime;
            await _arrivals.Until(heard + sent - OnTheirWayMax + AtATime);
        }

        await _arrivals.Until(heard + sent);
    }

    [GlobalCleanup]
    public async Task Stop() => await _store!.DisposeAsync();
}
