namespace Commerce.Edges;

/// <summary>Asks every silo all the time whether it is ready.</summary>
internal sealed class Probing(Silos silos, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(1);

    private readonly HttpClient _http = new() { Timeout = AnswerMax };

    public override void Dispose()
    {
        _http.Dispose();
        base.Dispose();
    }

    /// <summary>The first answers are in before anybody is served.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(silos.All.Select(Probe));
        await base.StartAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(silos.All.Select(each => Follow(each, stoppingToken)));

    private async Task Follow(Silo silo, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stop))
        {
            await Probe(silo);
        }
    }

    private async Task Probe(Silo silo)
    {
        try
        {
            using var answer = await _http.GetAsync($"{silo.Address}/readyz");
            silo.IsReady = answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            silo.IsReady = false;
        }
    }
}
