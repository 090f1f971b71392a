using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Commerce.LoadTests;

namespace Commerce.FlashSales;

/// <summary>Waiting rooms as people meet them: over HTTP, with all that is behind it.</summary>
[Collection(VerifyDrawTests.Verb)]
public sealed class WaitingRoomTests(RoomStore room) : IClassFixture<RoomStore>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task From_the_first_ticket_to_a_line_in_the_cart()
    {
        const int People = 40;
        var sale = await room.Sale(minutes: 4);
        var carts = await Task.WhenAll(Enumerable.Range(0, People).Select(_ => room.Cart()));
        var tickets = await Task.WhenAll(carts.Select(cart => Joined(sale.Id, cart)));
        using var again = await room.Join(sale.Id, carts[0]);
        using var early = await room.Get($"/api/v1/sales/{sale.Id}/proof");

        Assert.Equal(People, tickets.Select(each => $"{each["hash"]}").Distinct().Count());
        Assert.All(tickets, each => Assert.Equal("waiting", $"{each["state"]}"));
        Assert.All(tickets, each => Assert.Null(each["position"]));
        Assert.Equal($"{tickets[0]["id"]}", $"{(await RoomStore.Read(again))["id"]}");
        Assert.Equal("true", again.Headers.GetValues("Idempotent-Replayed").Single());
        Assert.Equal(HttpStatusCode.Conflict, early.StatusCode);

        await room.Grains.Sale(sale.Id).Start(expected: null);
        var drawn = await room.Room(sale.Id, told => told.Seed is not null);
        var places = await Proven(sale, drawn, tickets);
        var (code, verified, errors) = await Executable.Run(
            Path.Combine(Repository.Root, "dev"),
            VerifyDrawTests.Verb,
            $"{room.Store.Http.BaseAddress}api/v1/sales/{sale.Id}"
        );
        Assert.True(code == 0, verified + errors);
        var late = await Joined(sale.Id, await room.Cart());
        Assert.Equal(0, drawn.Admitted);
        Assert.Equal(People + 1, (long)late["position"]!);

        await room.Grains.Sale(sale.Id).SetAdmission(new(100), expected: null);
        await room.Room(sale.Id, told => told.Admitted == People + 1);
        foreach (var cart in carts)
        {
            var admitted = await Until(sale.Id, cart, "admitted");
            var admission = $"{admitted["admission"]}";
            Assert.Matches("^[A-Za-z0-9_-]+$", admission);
            if (places[$"{admitted["hash"]}"] == places.Values.Min())
                Assert.Equal(201, await Add(cart, sale, admission));
        }
    }

    [Fact]
    public async Task Where_the_first_come_is_the_first_served_nobody_is_in_the_draw()
    {
        var sale = await room.Sale(minutes: 4, TurnOrder.Fifo);
        for (var i = 1; i <= 5; i++)
            Assert.Equal(i, (long)(await Joined(sale.Id, await room.Cart()))["position"]!);

        await room.Grains.Sale(sale.Id).SetAdmission(new(100), expected: null);
        await room.Grains.Sale(sale.Id).Start(expected: null);

        var told = await room.Room(sale.Id, each => each.Admitted == 5);
        Assert.Equal(0, told.Count);
    }

    [Fact]
    public async Task Nobody_is_let_in_while_it_is_paused()
    {
        var sale = await room.Sale(minutes: 4, TurnOrder.Fifo);
        await room.Grains.Sale(sale.Id).Start(expected: null);
        await room.Grains.Sale(sale.Id).Pause(isHard: false, expected: null);
        await room.Grains.Sale(sale.Id).SetAdmission(new(100_000), expected: null);
        await Joined(sale.Id, await room.Cart());
        var joined = await room.Room(sale.Id, told => told.Figures.Joined == 1);
        // It looks four times a second: nothing has changed all that time.
        var paused = await room.Later(sale.Id, joined);
        Assert.Equal(0, paused.Admitted);
        Assert.Equal(0, paused.Figures.PerSecond);

        await room.Grains.Sale(sale.Id).Resume(expected: null);
        await room.Room(sale.Id, told => told.Admitted == 1);
    }

    [Fact]
    public async Task Whoever_asks_too_early_or_with_a_ticket_of_their_own_making_is_sent_away()
    {
        var sale = await room.Sale(minutes: 4);
        var ticket = await Joined(sale.Id, await room.Cart());
        var at = $"/api/v1/sales/{sale.Id}/tickets/{ticket["id"]}";
        using var early = await room.Get(at);
        using var forged = await room.Get(at[..^1] + (at[^1] == 'A' ? 'B' : 'A'));
        using var other = await room.Get(at.Replace("sal_", "sal_x", StringComparison.Ordinal));

        Assert.Equal(429, (int)early.StatusCode);
        Assert.InRange(early.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 30);
        Assert.Equal("rate_limited", $"{(await RoomStore.Read(early))["code"]}");
        Assert.Equal(404, (int)forged.StatusCode);
        Assert.Equal(404, (int)other.StatusCode);
    }

    /// <summary>By the spans of the requests' traces, in which each call has its own.</summary>
    [Fact]
    public async Task A_poll_of_one_who_waits_asks_no_grain()
    {
        var sale = await room.Sale(minutes: 4);
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Commerce",
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        using var joined = await room.Join(sale.Id, await room.Cart());
        var tickets = room.Store.Service<Tickets>();
        var polls = new List<string>();
        for (var i = 0; i < 100; i++)
        {
            var hash = new byte[Ticket.HashBytes];
            new Random(i).NextBytes(hash);
            var text = tickets.Write(sale.Id, new(Number: null, hash));
            using var poll = await room.Get($"/api/v1/sales/{sale.Id}/tickets/{text}");
            Assert.Equal("waiting", $"{(await RoomStore.Read(poll))["state"]}");
            polls.Add(TraceOf(poll));
            using var early = await room.Get($"/api/v1/sales/{sale.Id}/tickets/{text}");
            Assert.Equal(429, (int)early.StatusCode);
            polls.Add(TraceOf(early));
        }

        Assert.Equal(200, polls.Distinct().Count());
        Assert.Contains(spans, span => $"{span.TraceId}" == TraceOf(joined));
        Assert.DoesNotContain(spans, span => polls.Contains($"{span.TraceId}"));
    }

    [Fact]
    public async Task Who_may_not_have_a_ticket_hears_why()
    {
        var (soon, later) = (await room.Sale(minutes: 4), await room.Sale(minutes: 10));
        var (cart, kept) = (await room.Cart(), await room.Cart());
        await room.Grains.Sale(soon.Id).Block(kept, isBlocked: true);
        var board = room.Store.Service<SaleBoard>();
        while (board.Find(soon.Id)!.Sale.Blocked.IsEmpty)
            await Task.Yield();

        using var early = await room.Join(later.Id, cart);
        var wait = early.Headers.RetryAfter!.Delta!.Value;
        Assert.InRange(wait.TotalMinutes, 4.5, 5.1);
        await Refused(early, 409, "sale_not_open");
        await Refused(await room.Join(soon.Id, kept), 403, "not_a_buyer");
        await Refused(await room.Join(soon.Id, cart: null), 422, "cart_required");
        await Refused(await room.Join(soon.Id, "crt_eu1_0"), 404, "not_found");
        await Refused(await room.Join(soon.Id, cart, key: null), 400, "idempotency_key_required");
        await Refused(await room.Join(new("sal_eu1_0"), cart), 404, "not_found");
        await room.Grains.Sale(later.Id).Cancel(expected: null);
        while (board.Find(later.Id) is { Sale.Stage: SaleStage.Armed })
            await Task.Yield();
        await Refused(await room.Join(later.Id, cart), 409, "sale_closed");
    }

    [Fact]
    public async Task A_ticket_costs_work_where_the_sale_says_so()
    {
        var sale = await room.Sale(minutes: 4, work: 8);
        var cart = await room.Cart();
        var refused = await room.Join(sale.Id, cart, work: "none");
        var bits = (int)(await RoomStore.Read(refused))["errors"]![0]!["bits"]!;
        await Refused(refused, 422, "work_required");
        Assert.Equal(8, bits);

        var nonce = Enumerable
            .Range(0, int.MaxValue)
            .Select(i => i.ToString(CultureInfo.InvariantCulture))
            .First(each => WorkProof.Has(bits, sale.Id, cart, each));
        using var joined = await room.Join(sale.Id, cart, nonce);

        Assert.Equal(201, (int)joined.StatusCode);
    }

    /// <summary>Everybody who joined is in the set, at the place that the draw gives.</summary>
    private async Task<Dictionary<string, long>> Proven(
        SaleTold sale,
        RoomTold drawn,
        JsonNode[] tickets
    )
    {
        using var answer = await room.Get($"/api/v1/sales/{sale.Id}/proof");
        var proof = await RoomStore.Read(answer);
        Assert.Equal(sale.Commit, $"{proof["commit"]}");
        Assert.Equal(sale.Commit, Draw.Commit($"{proof["seed"]}"));
        Assert.Equal(drawn.Root, $"{proof["root"]}");
        Assert.Equal(tickets.Length, (long)proof["count"]!);
        Assert.Equal(Draw.Note, $"{proof["note"]}");
        using var set = await room.Get($"/api/v1/sales/{sale.Id}/proof/tickets");
        var text = await set.Content.ReadAsStringAsync(Cancellation);
        var places = text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' '))
            .ToDictionary(
                line => line[0],
                line => long.Parse(line[1], CultureInfo.InvariantCulture),
                StringComparer.Ordinal
            );
        Assert.Equal(
            tickets.Select(each => $"{each["hash"]}").Order(StringComparer.Ordinal),
            places.Keys
        );
        return places;
    }

    private async Task<JsonNode> Joined(SaleId sale, string cart)
    {
        using var joined = await room.Join(sale, cart);
        Assert.Equal(HttpStatusCode.Created, joined.StatusCode);
        var ticket = await RoomStore.Read(joined);
        Assert.Equal($"/api/v1/sales/{sale}/tickets/{ticket["id"]}", $"{joined.Headers.Location}");
        return ticket;
    }

    /// <summary>Asks for its ticket again, until this frontend has heard, too.</summary>
    private async Task<JsonNode> Until(SaleId sale, string cart, string state)
    {
        var ticket = await Joined(sale, cart);
        while ($"{ticket["state"]}" != state)
            ticket = await Joined(sale, cart);

        return ticket;
    }

    private async Task<int> Add(string cart, SaleTold sale, string admission)
    {
        using var added = await room.Store.Http.PostAsJsonAsync(
            $"/api/v1/carts/{cart}/lines",
            new
            {
                sku = sale.Terms.Items[0].Sku.Value,
                quantity = 1,
                admission,
            },
            Cancellation
        );
        return (int)added.StatusCode;
    }

    private static string TraceOf(HttpResponseMessage answer) =>
        answer.Headers.GetValues("traceparent").Single().Split('-')[1];

    private static async Task Refused(HttpResponseMessage answer, int status, string code)
    {
        using (answer)
        {
            Assert.Equal(status, (int)answer.StatusCode);
            Assert.Equal(code, $"{(await RoomStore.Read(answer))["code"]}");
        }
    }
}
