using System.Diagnostics;
using Npgsql;

namespace Commerce.Cluster;

/// <summary>
/// A PostgreSQL server that writes and two that stand by: a commit is answered when one of them has
/// it, too. One that stands by may go unnoticed; the one that writes is followed by whichever has
/// most, and comes back as a copy.
/// </summary>
internal sealed class Databases : IAsyncDisposable
{
    private const string Store = "commerce";

    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan StartMax = TimeSpan.FromMinutes(2);

    /// <summary>
    /// How often in a row the one that writes may not answer, before it is given up.
    /// </summary>
    private const int SilenceMax = 2;

    private readonly Plan _plan;
    private readonly string _password;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _turn = new(1);
    private Task _watching = Task.CompletedTask;
    private DatabaseServer _primary;

    private Databases(Plan plan, string password)
    {
        (_plan, _password) = (plan, password);
        All =
        [
            .. Enumerable
                .Range(0, Plan.Servers)
                .Select(number => new DatabaseServer(plan, number, _password)),
        ];
        _primary = All[0];
    }

    public IReadOnlyList<DatabaseServer> All { get; }

    public DatabaseServer Primary => _primary;

    /// <summary>How the store reaches whichever writes.</summary>
    public string ConnectionString =>
        $"Host={string.Join(',', All.Select(each => $"{_plan.Wiring.Servers}:{each.Port}"))};"
        + $"Username={DatabaseServer.Superuser};Password={_password};Database={Store};"
        + "Target Session Attributes=primary;Host Recheck Seconds=1";

    private static string PasswordFile(Plan plan) => plan.FolderOf("postgres.password");

    private string PrimaryFile => _plan.FolderOf("postgres.primary");

    public static async Task<Databases> Start(Plan plan)
    {
        var databases = new Databases(plan, await Password.ReadOrMake(PasswordFile(plan)));
        await databases.Start();
        return databases;
    }

    private async Task Start()
    {
        var isNew = !File.Exists(PrimaryFile);
        _primary = isNew ? All[0] : All.Single(each => each.Name == File.ReadAllText(PrimaryFile));
        if (isNew)
        {
            await _primary.Make(PasswordFile(_plan));
        }

        await StartPrimary();
        if (isNew)
        {
            await _primary.Run($"CREATE DATABASE {Store}");
            await File.WriteAllTextAsync(PrimaryFile, _primary.Name);
        }

        // A cluster whose servers were all killed may have left them further than the one it was.
        await _primary.WaitFor([]);
        foreach (var standby in Others(_primary))
        {
            await StandBy(standby);
        }

        await _primary.WaitFor(Others(_primary));
        _watching = Watch();
    }

    /// <summary>All servers are away for a time, and come back as they were.</summary>
    /// <param name="isKilled">As <c>kill -9</c> of all, or each told to stop.</param>
    public async Task Restart(TimeSpan away, bool isKilled)
    {
        await _turn.WaitAsync();
        try
        {
            await Task.WhenAll(All.Select(each => isKilled ? Killed(each) : each.Stop()));
            await Task.Delay(away);
            foreach (var server in All)
                server.Start();
            await UntilWrites(_primary);
            await Task.WhenAll(Others(_primary).Select(UntilAnswers));
        }
        finally
        {
            _turn.Release();
        }

        static Task Killed(DatabaseServer server)
        {
            server.Kill();
            return Task.CompletedTask;
        }
    }

    /// <summary>Kills all, and nobody takes over.</summary>
    public async Task Kill()
    {
        await _stop.CancelAsync();
        await _watching;
        foreach (var server in All)
            server.Kill();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        foreach (var server in Others(_primary).Append(_primary))
        {
            await server.DisposeAsync();
        }

        _stop.Dispose();
        _turn.Dispose();
    }

    private IEnumerable<DatabaseServer> Others(DatabaseServer than) =>
        All.Where(each => each != than);

    private async Task StandBy(DatabaseServer server)
    {
        await server.MakeFrom(_primary);
        server.Start();
        await UntilAnswers(server);
    }

    private async Task Watch()
    {
        var silence = 0;
        while (!_stop.IsCancellationRequested)
        {
            await Task.Delay(Period, _stop.Token)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await _turn.WaitAsync();
            try
            {
                silence = await _primary.Writes() is true ? 0 : silence + 1;
                if (!_primary.IsRunning || silence >= SilenceMax)
                {
                    await FailOver();
                    silence = 0;
                }

                foreach (var standby in Others(_primary).Where(each => !each.IsRunning))
                {
                    Console.WriteLine($"{standby.Name} is made anew, as a copy.");
                    await StandBy(standby);
                    await _primary.WaitFor(Others(_primary));
                }
            }
#pragma warning disable CA1031 // It is tried again, and said.
            catch (Exception e)
#pragma warning restore CA1031
            {
                Console.WriteLine($"The databases: {e.Message}");
            }
            finally
            {
                _turn.Release();
            }
        }
    }

    /// <summary>
    /// Whichever standby has most writes from now on. What was acknowledged is on it, as any one of
    /// them had to have it.
    /// </summary>
    private async Task FailOver()
    {
        var begun = Stopwatch.GetTimestamp();
        var old = _primary;
        // It may only be slow: two that write would be the end of one history.
        await old.End();
        var candidates = new List<(DatabaseServer Server, decimal Received)>();
        foreach (var standby in Others(old).Where(each => each.IsRunning))
        {
            candidates.Add((standby, await standby.Received()));
        }

        if (candidates.Count < Plan.Servers - 1)
        {
            // The one that is away may be the one that has what was acknowledged.
            Console.WriteLine($"{old.Name} is gone with a standby: it is started again.");
            await StartPrimary();
        }
        else
        {
            await Promote(candidates.MaxBy(each => each.Received).Server);
            Console.WriteLine(
                $"{old.Name} is gone; {_primary.Name} writes after "
                    + $"{Stopwatch.GetElapsedTime(begun).TotalSeconds:0.0} s."
            );
        }

        foreach (var standby in Others(_primary).Where(each => each.IsRunning))
            await Follow(standby, _primary);
    }

    /// <summary>
    /// Lets a standby write. It stays the one that does, whatever happens on the way: to start the
    /// old one again would be two histories.
    /// </summary>
    private async Task Promote(DatabaseServer next)
    {
        await next.WaitFor(Others(next).Where(each => each.IsRunning));
        await File.WriteAllTextAsync(PrimaryFile, next.Name);
        _primary = next;
        await next.Promote();
        await UntilWrites(next);
    }

    /// <summary>Whoever cannot be told whom to follow is made anew, as a copy.</summary>
    private static async Task Follow(DatabaseServer standby, DatabaseServer primary)
    {
        try
        {
            await standby.Follow(primary);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            Console.WriteLine($"{standby.Name} does not follow {primary.Name}: {e.Message}");
            standby.Kill();
        }
    }

    /// <summary>It may have been chosen, and not been told so, when it ended.</summary>
    private async Task StartPrimary()
    {
        _primary.Start();
        await UntilAnswers(_primary);
        await _primary.Promote();
        await UntilWrites(_primary);
    }

    private static Task UntilWrites(DatabaseServer server) =>
        Until(server, async () => await server.Writes(isNew: true) is true);

    private static Task UntilAnswers(DatabaseServer server) =>
        Until(server, async () => await server.Writes(isNew: true) is not null);

    private static async Task Until(DatabaseServer server, Func<Task<bool>> isSo)
    {
        var begun = Stopwatch.GetTimestamp();
        while (!await isSo())
        {
            if (!server.IsRunning || Stopwatch.GetElapsedTime(begun) > StartMax)
                throw new InvalidOperationException($"{server.Name} does not start: see its log.");

            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }
    }
}
