using System.Diagnostics;
using System.Runtime.CompilerServices;
using Commerce.LoadTests.Http;
using Commerce.LoadTests.Measuring;

namespace Commerce.LoadTests;

/// <summary>One connection and what a scenario needs on it: a shopper, or a till.</summary>
/// <param name="name">Unlike that of any other client, of this run or another.</param>
/// <param name="random">Every choice of this client comes from it.</param>
/// <param name="books">What the run did to the shop.</param>
/// <param name="thinks">How long people think: a factor of how long they do by themselves.</param>
public sealed class Client(
    string name,
    Random random,
    Target target,
    string? operatorKey,
    Books books,
    double thinks
) : IDisposable
{
    private readonly RequestWriter _writer = new(target.Authority, operatorKey);
    private readonly Connection _connection = new(target);
    private Client? _twin;
    private CancellationToken _leaves;
    private long _names;

    public Random Random => random;

    public Books Books => books;

    /// <summary>Where answers are counted now, null while they are not.</summary>
    public Tally? Tally { get; set; }

    /// <summary>Which part of a mixture its operation is: told before the names of steps.</summary>
    public string? Part { get; set; }

    /// <summary>The last step of an operation, and how it was answered.</summary>
    public (string Step, string Kind) Last { get; private set; } = ("", "");

    /// <summary>Whether the last answer was to come again later, and when.</summary>
    public bool IsSentAway { get; private set; }

    /// <summary>How long this operation's user has thought, in ticks of the stopwatch.</summary>
    public long Thought { get; private set; }

    /// <summary>Whether there is nothing left of what the scenario sells.</summary>
    public bool IsSoldOut { get; private set; }

    /// <summary>A name that was never used before, for keys and holders.</summary>
    public string FreshName() => $"{name}-{_names++}";

    /// <summary>Shops from now on as somebody who has signed in.</summary>
    /// <param name="token"><c>null</c>: as a guest again.</param>
    public void ShopAs(string? token) => _writer.ShopAs(token);

    /// <param name="step">What reports call it; without, it is part of its operation only.</param>
    public ValueTask<Response> Get(string path, string? step = null) =>
        Send("GET", path, null, null, step);

    /// <param name="key">The Idempotency-Key, where the route wants one.</param>
    public ValueTask<Response> Post(
        string path,
        string body,
        string? key = null,
        string? step = null
    ) => Send("POST", path, body, key, step);

    public ValueTask<Response> Put(string path, string body, string? step = null) =>
        Send("PUT", path, body, null, step);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Response> Send(
        string method,
        string path,
        string? body,
        string? key,
        string? step = null
    )
    {
        var asked = Stopwatch.GetTimestamp();
        var response = await _connection.Send(_writer.Write(method, path, body, key));
        var told = step is null || Part is null ? step ?? Part : $"{Part} {step}";
        Last = (told ?? "", response.Kind);
        IsSentAway = response.Status is 429 or 503 && response.Header("Retry-After"u8) is not null;
        if (Tally is { } tally)
        {
            tally.Answered(response.Kind);
            if (told is not null && response.Failure is null && response.Status < 400)
                tally.Finished(told, asked);
        }

        return response;
    }

    /// <summary>
    /// A person thinks, on average so long: mostly shorter, now and then much longer. Not counted
    /// as time of the operation; nothing where the run was told that nobody thinks.
    /// </summary>
    /// <exception cref="OperationCanceledException">The load is over: there is no more to do.
    /// </exception>
    public async ValueTask Think(TimeSpan mean)
    {
        if (thinks == 0)
            return;

        var begun = Stopwatch.GetTimestamp();
        var time = -Math.Log(1 - random.NextDouble()) * thinks * mean;
        await Task.Delay(time, TimeProvider.System, _leaves);
        Thought += Stopwatch.GetTimestamp() - begun;
    }

    /// <summary>Says that nothing is left to sell: a load until then ends.</summary>
    public void SoldOut() => IsSoldOut = true;

    /// <summary>Says why an operation failed whose answers were as they should be.</summary>
    public void Blame(string kind) => Last = (Last.Step, kind);

    /// <summary>The same user on a connection beside this one, for what is asked twice at once.
    /// </summary>
    public Client Twin()
    {
        _twin ??= new($"{name}-twin", random, target, operatorKey, books, thinks);
        (_twin.Tally, _twin.Part) = (Tally, Part);
        return _twin;
    }

    /// <summary>A new operation begins.</summary>
    /// <param name="leaves">When its user, who thinks, gives up and leaves.</param>
    public void Begin(Tally? tally, CancellationToken leaves) =>
        (Tally, Thought, Last, _leaves) = (tally, 0, ("", "nothing asked"), leaves);

    public void GiveUpAfter(TimeSpan patience)
    {
        _connection.GiveUpAfter(patience);
        _twin?.GiveUpAfter(patience);
    }

    public void Dispose()
    {
        _connection.Dispose();
        _twin?.Dispose();
    }
}
