using System.Security.Cryptography;
using Commerce.LoadTests.Http;

namespace Commerce.LoadTests;

/// <summary>The clients of a run, one for each connection.</summary>
public sealed class Fleet : IDisposable
{
    /// <summary>An answer that takes longer counts as a timeout.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ITimer _givingUp;

    /// <param name="seed">The same choices are made in each run that has it.</param>
    /// <param name="thinks">How long people think: a factor.</param>
    public Fleet(
        Target target,
        int connections,
        int seed,
        string? operatorKey,
        double thinks = 0,
        Books? books = null
    )
    {
        Books = books ?? new();
        Url = new($"http://{target.Authority}");
        // Not from the seed: a key that an earlier run has used would repeat its answers.
        var run = RandomNumberGenerator.GetHexString(12, lowercase: true);
        var seeds = new Random(seed);
        HasOperatorKey = operatorKey is not null;
        Clients =
        [
            .. Enumerable
                .Range(0, connections)
                .Select(number => new Client(
                    $"load-{run}-{number}",
                    new(seeds.Next()),
                    target,
                    operatorKey,
                    Books,
                    thinks
                )),
        ];
        var second = TimeSpan.FromSeconds(1);
        _givingUp = TimeProvider.System.CreateTimer(_ => GiveUp(), null, second, second);
    }

    public IReadOnlyList<Client> Clients { get; }

    public Uri Url { get; }

    public bool HasOperatorKey { get; }

    /// <summary>Of all its clients.</summary>
    public Books Books { get; }

    /// <summary>Does a piece of set-up for each number below <paramref name="count"/>, on all
    /// connections at once.</summary>
    /// <exception cref="SetUpException">One of them failed.</exception>
    public async Task<T[]> ForEach<T>(int count, Func<Client, int, ValueTask<T>> prepare)
    {
        var results = new T[count];
        var next = -1;
        await Task.WhenAll(Clients.Select(Work));
        return results;

        async Task Work(Client client)
        {
            client.Tally = null;
            while (Interlocked.Increment(ref next) is var number && number < count)
            {
                results[number] = await prepare(client, number);
            }
        }
    }

    public void Dispose()
    {
        _givingUp.Dispose();
        foreach (var client in Clients)
        {
            client.Dispose();
        }
    }

    private void GiveUp()
    {
        foreach (var client in Clients)
        {
            client.GiveUpAfter(Patience);
        }
    }
}
