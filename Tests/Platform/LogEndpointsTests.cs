using System.Text.Json;
using Commerce.EventSourcing;
using Commerce.Views;

namespace Commerce.Platform;

public sealed class LogEndpointsTests(ListStore store) : IClassFixture<ListStore>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_log_is_paged_through_whole_and_in_order()
    {
        await Append("whole/1", 130);
        await Append("whole/2", 70);
        var seen = new List<string>();
        string? next = "/admin/v1/events?limit=60";
        while (next is not null)
        {
            using var page = await store.Operator.GetAsync(next, Stop);
            var json = JsonDocument.Parse(await page.Content.ReadAsStringAsync(Stop)).RootElement;
            seen.AddRange(
                json.GetProperty("data")
                    .EnumerateArray()
                    .Select(each => each.GetProperty("id").GetString()!)
            );
            next = page.Headers.TryGetValues("Link", out var links)
                ? links.Single()[1..links.Single().IndexOf('>', StringComparison.Ordinal)]
                : null;
            Assert.Equal(
                next is null ? JsonValueKind.Null : JsonValueKind.String,
                json.GetProperty("page").GetProperty("next").ValueKind
            );
        }

        var whole = seen.Where(id => id.StartsWith("whole/", StringComparison.Ordinal));
        Assert.Equal(store.Journal.Head, seen.Count);
        Assert.Equal(
            Enumerable
                .Range(1, 130)
                .Select(n => $"whole/1@{n}")
                .Concat(Enumerable.Range(1, 70).Select(n => $"whole/2@{n}"))
                .ToArray(),
            whole.ToArray()
        );
    }

    [Fact]
    public async Task An_event_is_told_as_it_is_stored()
    {
        var last = await End();
        await Append("told/1", 1);

        var page = await ListStore.Get(store.Operator, $"/admin/v1/events?after={last}");

        Assert.Equal(
            """
            {"id":"told/1@1","stream":"told/1","version":1,"kind":"any",
            "time":"1970-01-01T00:00:00.000Z","data":{"a":1}}
            """.ReplaceLineEndings(""),
            page.GetProperty("data")[0].GetRawText()
        );
    }

    [Fact]
    public async Task Who_waits_at_the_end_hears_of_the_next_event()
    {
        var last = await End();
        using var request = new HttpRequestMessage(
            HttpMethod.Get,
            $"/admin/v1/events?after={last}"
        );
        request.Headers.Add("Prefer", "wait=10");

        var waiting = store.Operator.SendAsync(request, Stop);
        await Append("awaited/1", 1);
        using var answer = await waiting;

        Assert.Contains(
            "awaited/1@1",
            await answer.Content.ReadAsStringAsync(Stop),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_end_is_an_empty_page_from_which_one_can_go_on()
    {
        var last = await End();

        var page = await ListStore.Get(store.Operator, $"/admin/v1/events?after={last}");

        Assert.Equal(
            $$$"""{"data":[],"page":{"next":null,"last":"{{{last}}}"}}""",
            page.GetRawText()
        );
    }

    [Fact]
    public async Task Only_operators_read_it_with_cursors_that_it_gave()
    {
        var last = await End();

        Assert.Equal(
            "401 unauthorized",
            await ListStore.Problem(store.Shopper, "/admin/v1/events")
        );
        Assert.Equal(
            "400 invalid_cursor",
            await ListStore.Problem(store.Operator, $"/admin/v1/events?after={last}A")
        );
        Assert.Equal(
            "422 limit_out_of_range",
            await ListStore.Problem(store.Operator, "/admin/v1/events?limit=1001")
        );
    }

    private async Task<string> End()
    {
        // At least one event, so that there is an end to speak of.
        await Append($"end/{store.Journal.Head}", 1);
        string? last = null;
        bool more;
        do
        {
            var page = await ListStore.Get(
                store.Operator,
                "/admin/v1/events?limit=1000" + (last is null ? "" : $"&after={last}")
            );
            last = page.GetProperty("page").GetProperty("last").GetString();
            more = page.GetProperty("page").GetProperty("next").ValueKind is JsonValueKind.String;
        } while (more);

        return last!;
    }

    private Task Append(string stream, int count) =>
        store.Journal.Append(
            new(
                stream,
                0,
                [
                    .. Enumerable.Repeat(
                        new NewEvent("any", DateTimeOffset.UnixEpoch, """{"a":1}"""u8.ToArray()),
                        count
                    ),
                ]
            )
        );
}
