using Commerce.LoadTests.Http;

namespace Commerce.LoadTests;

/// <summary>One connection and what a scenario needs on it: a shopper, or a till.</summary>
/// <param name="name">Unlike that of any other client, of this run or another.</param>
/// <param name="random">Every choice of this client comes from it.</param>
public sealed class Client(string name, Random random, Target target, string? operatorKey)
    : IDisposable
{
    private readonly RequestWriter _writer = new(target.Authority, operatorKey);
    private readonly Connection _connection = new(target);
    private long _names;

    public Random Random => random;

    /// <summary>Where answers are counted now, null while they are not.</summary>
    public Tally? Tally { get; set; }

    /// <summary>A name that was never used before, for keys and holders.</summary>
    public string FreshName() => $"{name}-{_names++}";

    public ValueTask<Response> Get(string path) => Send("GET", path, null, null);

    /// <param name="key">The Idempotency-Key, where the route wants one.</param>
    public ValueTask<Response> Post(string path, string body, string? key = null) =>
        Send("POST", path, body, key);

    public ValueTask<Response> Put(string path, string body) => Send("PUT", path, body, null);

    public void GiveUpAfter(TimeSpan patience) => _connection.GiveUpAfter(patience);

    public void Dispose() => _connection.Dispose();

    public async ValueTask<Response> Send(string method, string path, string? body, string? key)
    {
        var response = await _connection.Send(_writer.Write(method, path, body, key));
        Tally?.Answered(response.Kind);
        return response;
    }
}
