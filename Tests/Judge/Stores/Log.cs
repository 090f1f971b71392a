using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Commerce.Judging;

namespace Commerce.Stores;

/// <summary>The store's log as somebody reads it over HTTP, from its beginning on.</summary>
internal sealed class Log(Shop shop)
{
    private readonly ImmutableArray<LogItem>.Builder _items =
        ImmutableArray.CreateBuilder<LogItem>();

    private readonly ImmutableArray<Fact>.Builder _facts = ImmutableArray.CreateBuilder<Fact>();
    private string? _mark;

    public ImmutableArray<LogItem> Items => _items.ToImmutable();

    public ImmutableArray<Fact> Facts => _facts.ToImmutable();

    /// <summary>All of it, as it is now.</summary>
    public static async Task<ImmutableArray<LogItem>> Read(Shop shop)
    {
        var log = new Log(shop);
        await log.ReadOn(wait: 0);
        return log.Items;
    }

    /// <summary>
    /// Reads what there is; where there is nothing new, waits for it so many seconds.
    /// </summary>
    public async Task ReadOn(int wait)
    {
        for (var hasMore = true; hasMore; )
        {
            var page = (await shop.GetEvents(_mark, wait)).Expect(200).Body;
            foreach (var item in page["data"]!.AsArray())
                Note(item!.AsObject());

            hasMore = page["page"]!["next"] is not null;
            _mark = page["page"]!["last"]!.GetValue<string>();
        }
    }

    private void Note(JsonObject item)
    {
        var (stream, data) = (item["stream"]!.GetValue<string>(), item["data"]!.ToJsonString());
        _items.Add(new(item["id"]!.GetValue<string>(), item.ToJsonString()));
        _facts.Add(
            new(
                _facts.Count + 1,
                stream,
                item["version"]!.GetValue<long>(),
                item["kind"]!.GetValue<string>(),
                DateTimeOffset.Parse(item["time"]!.GetValue<string>(), provider: null),
                Evidence.Read(stream, data)
            )
        );
    }
}
