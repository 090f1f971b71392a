using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Commerce.Stores;

namespace Commerce.Judging;

/// <summary>Notes what clients ask for and what they hear, and that they heard nothing.</summary>
/// <param name="history">Is told each call before it is made, and what became of it.</param>
internal sealed class Witness(TextWriter? history = null)
{
    private readonly ConcurrentQueue<Call> _calls = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource> _waiting = new();
    private int _count;

    public ImmutableArray<Call> History => [.. _calls];

    /// <summary>Completes when so many calls were answered, well or not.</summary>
    public Task Answered(int calls)
    {
        var waiting = _waiting.GetOrAdd(
            calls,
            _ => new(TaskCreationOptions.RunContinuationsAsynchronously)
        );
        if (Volatile.Read(ref _count) >= calls)
            waiting.TrySetResult();

        return waiting.Task;
    }

    /// <returns>The answer; <c>null</c> where nobody knows whether it was done.</returns>
    public async Task<Reply?> Ask(
        int client,
        CallKind kind,
        string on,
        string key,
        Func<Task<Reply>> ask,
        int quantity = 0
    )
    {
        var call = new Call(client, kind, on, key, quantity, TimeProvider.System.GetUtcNow());
        history?.WriteLine($"{call.Asked:O} invoke  {call}");
        var reply = await Hear(ask);
        call = call with
        {
            Answered = TimeProvider.System.GetUtcNow(),
            Heard = reply is null ? null : Tell(reply),
        };
        history?.WriteLine($"{call.Answered:O} {call.Outcome, -7} {call}");
        _calls.Enqueue(call);
        if (_waiting.TryGetValue(Interlocked.Increment(ref _count), out var waiting))
            waiting.TrySetResult();

        return reply;
    }

    private static async Task<Reply?> Hear(Func<Task<Reply>> ask)
    {
        try
        {
            var reply = await ask();
            return reply.Status < 500 ? reply : null;
        }
        catch (Exception e)
            when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            return null;
        }
    }

    private static Heard Tell(Reply reply)
    {
        var body = reply.Body;
        var isOrder = reply.Text("id").StartsWith("ord_", StringComparison.Ordinal);
        return new(
            reply.Status,
            reply.Code,
            body["id"]?.GetValue<string>() ?? body["sku"]?.GetValue<string>(),
            body["version"]?.GetValue<long>() ?? 0,
            isOrder ? reply.Text("status") : null,
            isOrder ? reply.Total : 0,
            isOrder ? [.. body["lines"]!.AsArray().Select(Line)] : default,
            body.ContainsKey("onHand") && body.ContainsKey("sold") ? Level(reply) : null
        );
    }

    private static (string, int) Line(JsonNode? line) =>
        (line!["sku"]!.GetValue<string>(), line["quantity"]!.GetValue<int>());

    private static StockSeen Level(Reply stock) =>
        new(
            stock.Text("sku"),
            stock.Number("available"),
            stock.Number("held"),
            stock.Number("sold")
        );
}
