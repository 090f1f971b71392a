using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Commerce.Certificates;

namespace Commerce.Cluster;

/// <summary>All that runs, in the order of its start; it ends the other way.</summary>
internal sealed class RunningCluster : IAsyncDisposable
{
    private static readonly TimeSpan StartMax = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private readonly Plan _plan;
    private readonly List<Part> _parts = [];
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(2) };
    private Databases? _databases;

    private RunningCluster(Plan plan) => _plan = plan;

    /// <exception cref="InvalidOperationException">A part does not start.</exception>
    public static async Task<RunningCluster> Start(Plan plan, CancellationToken stop)
    {
        var cluster = new RunningCluster(plan);
        try
        {
            await cluster.StartAll(stop);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public Databases Databases => _databases!;

    public IReadOnlyList<Part> Parts => _parts;

    /// <summary>As <c>kill -9</c> of every process at once; nobody is started again.</summary>
    public async Task Kill()
    {
        foreach (var part in _parts)
            part.Abandon();
        await Databases.Kill();
    }

    /// <summary>Tells where everything is, and whom to kill.</summary>
    public void Tell(TextWriter to)
    {
        to.WriteLine();
        foreach (var server in _databases!.All)
        {
            var role = server == _databases.Primary ? "writes" : "stands by";
            to.WriteLine($"{server.Name, -12} {server.Process.Id, 8}  port {server.Port}, {role}");
        }

        foreach (var part in _parts)
            to.WriteLine($"{part.Name, -12} {part.Id, 8}  {part.Url}".TrimEnd());
        to.WriteLine();
        to.WriteLine($"Logs are in {_plan.Logs}.");
        to.WriteLine($"Operator key: {_plan.FolderOf("secrets")}/operator.key");
        var silos = string.Join("/metrics ", _plan.SiloUrls);
        to.WriteLine($"Measures, with it: {silos}/metrics");
        to.WriteLine($"The store is at {_plan.Url}. Ctrl-C ends all.");
    }

    public async ValueTask DisposeAsync()
    {
        // Silos together: each hands over to whoever is left, and the last to nobody.
        var (silos, rest) = (_parts.Where(IsSilo).ToList(), _parts.Where(each => !IsSilo(each)));
        var others = rest.Reverse().ToList();
        foreach (var part in others.Where(IsAsked))
            await part.DisposeAsync();
        await Task.WhenAll(silos.Select(each => each.DisposeAsync().AsTask()));
        foreach (var part in others.Where(each => !IsAsked(each)))
            await part.DisposeAsync();
        if (_databases is not null)
            await _databases.DisposeAsync();
        _http.Dispose();
    }

    private async Task StartAll(CancellationToken stop)
    {
        if (_plan.Silos < 1)
            throw new InvalidOperationException("A cluster has at least one silo.");
        if (await Listens(_plan.Url.Host, _plan.Url.Port))
            throw new InvalidOperationException($"Something else listens at {_plan.Url}.");

        Directory.CreateDirectory(_plan.Logs);
        Directory.CreateDirectory(_plan.FolderOf("secrets"));
        var secret = await Password.ReadOrMake(_plan.FolderOf("webhook.secret"));
        Say("PostgreSQL, one that writes and two that stand by");
        _databases = await Databases.Start(_plan);
        var parts = new Parts(_plan, _databases, Webhook(secret));

        Say("Redis, and the simulated payment provider");
        Add(parts.Redis());
        Add(parts.Provider());
        var wiring = _plan.Wiring;
        await Until("redis", () => Listens(wiring.Redis, _plan.RedisPort), stop);
        await Until("provider", () => Listens(wiring.Provider, _plan.ProviderPort), stop);

        if (_plan.IsSecured)
        {
            Say("with certificates, for silos and frontends");
            var certificates = new CertificateFolder(
                _plan.Certificates,
                Plan.Name,
                TimeProvider.System
            );
            foreach (var made in certificates.Renew())
                Console.WriteLine(made);
        }

        // The first makes what all share.
        for (var silo = 0; silo < _plan.Silos; silo++)
        {
            var name = Cluster.Parts.NameOf(silo);
            Say(name);
            Add(parts.Silo(silo));
            var ready = $"{_plan.SiloUrls[silo]}/readyz";
            await Until(name, () => Answers(ready), stop);
        }

        for (var frontend = 0; frontend < _plan.Frontends; frontend++)
        {
            var part = parts.Frontend(frontend);
            Say(part.Name);
            Add(part);
            var ready = $"{_plan.FrontendUrls[frontend]}/readyz";
            await Until(part.Name, () => Answers(ready), stop);
        }

        Say("the edge");
        Add(parts.Edge());
        await Until("edge", () => Answers($"{_plan.Url}readyz"), stop);
    }

    private static bool IsSilo(Part part) =>
        part.Name.StartsWith("silo-", StringComparison.Ordinal);

    private static bool IsAsked(Part part) =>
        part.Name is "edge" || part.Name.StartsWith("frontend-", StringComparison.Ordinal);

    private static string Webhook(string secret) =>
        "whsec_" + Convert.ToBase64String(Convert.FromHexString(secret + secret));

    private void Add(Part part)
    {
        _parts.Add(part);
        part.Start();
    }

    private static void Say(string what) => Console.WriteLine($"Starting {what}.");

    private async Task Until(string part, Func<Task<bool>> isSo, CancellationToken stop)
    {
        var begun = Stopwatch.GetTimestamp();
        while (!await isSo())
        {
            stop.ThrowIfCancellationRequested();
            if (Stopwatch.GetElapsedTime(begun) > StartMax)
                throw new InvalidOperationException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{part} does not start: see {_plan.Logs}/{part}.log"
                    )
                );

            await Task.Delay(Look, stop);
        }
    }

    private async Task<bool> Answers(string url)
    {
        try
        {
            using var answer = await _http.GetAsync(url);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    private static async Task<bool> Listens(string host, int port)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(host, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
