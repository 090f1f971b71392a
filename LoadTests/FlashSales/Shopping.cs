using System.Diagnostics;
using System.Globalization;
using Commerce.LoadTests.Http;

namespace Commerce.LoadTests.FlashSales;

/// <summary>What people and bots do, one request after the other, and what they make of the
/// answers.</summary>
internal sealed class Shopping(
    SaleOffice office,
    SaleLog log,
    ServerClock clock,
    Buyer[] buyers,
    string run
)
{
    private const int BotTriesMax = 8;
    private const int PayTriesMax = 20;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    private volatile bool _isOver;

    /// <summary>Nobody begins anything new; whoever holds units may pay for them.</summary>
    public void End() => _isOver = true;

    /// <summary>How many are about to do what.</summary>
    public int Count(Step step) => buyers.Count(buyer => buyer.Step == step);

    public async ValueTask<TimeSpan?> Act(Client client, int who)
    {
        var next =
            _isOver && buyers[who].Step is not Step.Pay
                ? null
                : buyers[who].Step switch
                {
                    Step.Open => await Open(client, who),
                    Step.Ask => await AskWithout(client, who),
                    Step.Join => await Join(client, who),
                    Step.Poll => await Poll(client, who),
                    Step.Forge => await Forge(client, who),
                    Step.Add => await Add(client, who),
                    _ => await Pay(client, who),
                };
        if (next is null)
            buyers[who].Step = Step.Done;

        return next;
    }

    private async ValueTask<TimeSpan?> Open(Client client, int who)
    {
        var response = await Send(client, Step.Open, "POST", "/api/v1/carts", "{}");
        if (!response.Is(201))
            return Later(response);

        buyers[who].Cart = response.Header("Location"u8);
        var isImpatient = buyers[who].Habit is Habit.TooEarly or Habit.Gatecrasher;
        return Then(who, isImpatient || IsTrapped(who) ? Step.Ask : Step.Join);
    }

    /// <summary>Nobody is to get units so, at whatever time.</summary>
    private async ValueTask<TimeSpan?> AskWithout(Client client, int who)
    {
        var sku = IsTrapped(who) ? office.Honeypot : office.Sku;
        var body = $$"""{"sku":"{{sku}}","quantity":1}""";
        var response = await Send(client, Step.Ask, "POST", $"{buyers[who].Cart}/lines", body);
        if (response.Status is 200 or 201)
            log.Succeeded("add", isAdmitted: false);
        if (IsTrapped(who))
            return Then(who, Step.Join);

        var isStarted = clock.AtLeast(Stopwatch.GetTimestamp()) > office.StartsAt;
        if (buyers[who].Habit is Habit.TooEarly)
            return isStarted ? Then(who, Step.Join) : Spread(client, Soon * 3);

        return ++buyers[who].Tries < BotTriesMax ? Spread(client, Soon * 3) : null;
    }

    private async ValueTask<TimeSpan?> Join(Client client, int who)
    {
        var cart = buyers[who].Cart!;
        var id = cart[(cart.LastIndexOf('/') + 1)..];
        var body = $$"""{"cart":"{{id}}"}""";
        var path = $"{office.Path}/tickets";
        var response = await Send(client, Step.Join, "POST", path, body, $"join-{who}");
        if (!response.Is(201))
            return response.Is(409) ? null : Later(response);

        var answered = Stopwatch.GetTimestamp();
        if (clock.AtMost(answered) < office.StartsAt && response.Member("hash") is { } hash)
            log.GotTicket(hash);

        buyers[who].Ticket = response.Member("id");
        return Then(
            who,
            buyers[who].Habit is Habit.Forger ? Step.Forge : Step.Poll,
            AfterPoll(who, response)
        );
    }

    private async ValueTask<TimeSpan?> Poll(Client client, int who)
    {
        var path = $"{office.Path}/tickets/{buyers[who].Ticket}";
        var response = await Send(client, Step.Poll, "GET", path, body: null);
        if (!response.Is(200))
            return response.Is(404) ? null : Later(response);
        if (response.Member("state") is not "admitted")
            return response.Member("state") is "expired" ? null : AfterPoll(who, response);

        var isTold = DateTimeOffset.TryParse(
            response.Member("expiresAt"),
            CultureInfo.InvariantCulture,
            out var until
        );
        if (isTold && response.Member("hash") is { } hash)
            log.LetIn(hash, until - SaleOffice.AdmissionTime);

        buyers[who].Admission = response.Member("admission");
        return Then(who, Step.Add, Spread(client, Soon));
    }

    /// <summary>A ticket of nobody's, then units with an admission of nobody's.</summary>
    private async ValueTask<TimeSpan?> Forge(Client client, int who)
    {
        var ticket = Forged(buyers[who].Ticket!, client.Random);
        var path = $"{office.Path}/tickets/{ticket}";
        var looked = await Send(client, Step.Forge, "GET", path, body: null);
        if (looked.Is(200))
            log.Succeeded("forged ticket", isAdmitted: false);

        var body = $$"""{"sku":"{{office.Sku}}","quantity":1,"admission":"{{ticket}}"}""";
        var added = await Send(client, Step.Forge, "POST", $"{buyers[who].Cart}/lines", body);
        if (added.Status is 200 or 201)
            log.Succeeded("add", isAdmitted: false);

        return ++buyers[who].Tries < BotTriesMax ? Spread(client, Soon * 6) : null;
    }

    private async ValueTask<TimeSpan?> Add(Client client, int who)
    {
        var body = $$"""
            {"sku":"{{office.Sku}}","quantity":{{buyers[who].Units}},
            "admission":"{{buyers[who].Admission}}"}
            """;
        var response = await Send(client, Step.Add, "POST", $"{buyers[who].Cart}/lines", body);
        if (response.Status is not (200 or 201))
            return AfterRefusal(client, who, response);

        log.Succeeded("add", isAdmitted: true);
        buyers[who].Tries = 0;
        return buyers[who].Abandons ? null : Then(who, Step.Pay, Spread(client, Soon));
    }

    private TimeSpan? AfterRefusal(Client client, int who, Response response) =>
        response.Member("code") switch
        {
            "insufficient_stock" or "sale_paused" => Soon + Spread(client, Soon * 3),
            "queue_required" => Then(who, Step.Poll, Soon * 2),
            _ when response.Status is 0 or 429 or >= 500 => Later(response),
            _ => null,
        };

    private async ValueTask<TimeSpan?> Pay(Client client, int who)
    {
        var asked = Stopwatch.GetTimestamp();
        var tries = buyers[who].Tries;
        var isDeclined = buyers[who].IsDeclined && tries == 0;
        var response = await Send(
            client,
            Step.Pay,
            "POST",
            $"{buyers[who].Cart}/checkout",
            Checkout(who, isDeclined ? "tok_declined" : "tok_ok"),
            isDeclined ? "declined" : "paid"
        );
        switch (response.Status)
        {
            case 201:
                log.CheckedOut(asked, lostHold: false);
                log.Succeeded("checkout", isAdmitted: true);
                log.Confirmed(buyers[who].Person, buyers[who].Units);
                return null;
            case 402 when isDeclined:
                buyers[who].Tries = 1;
                return Spread(client, Soon);
            case 202 or 429 or 0 or >= 500 when tries < PayTriesMax:
                buyers[who].Tries = (byte)(tries + 1);
                return Later(response);
            case 202 or 0 or >= 500:
                log.Doubt(buyers[who].Units);
                return null;
            default:
                log.CheckedOut(asked, response.Member("code") is "reservation_expired");
                return null;
        }
    }

    private string Checkout(int who, string token)
    {
        var person = buyers[who].Person;
        var tag = person < 0 ? $"+{who}" : "";
        var email = $"b{person + 1_000_000}.{run}{tag}@example.com";
        token = $"{token}.fp_{Letters(who)}";
        return $$"""
            {"email":"{{email}}","paymentMethod":{"token":"{{token}}"},"shippingAddress":{
            "name":"A Buyer","line1":"{{who}} High Street","city":"Berlin","postalCode":"10115",
            "country":"DE"} }
            """;
    }

    private async ValueTask<Response> Send(
        Client client,
        Step step,
        string method,
        string path,
        string? body,
        string? key = null
    )
    {
        var asked = Stopwatch.GetTimestamp();
        var response = await client.Send(method, path, body, key);
        log.Answered(step, response, asked);
        return response;
    }

    private TimeSpan Then(int who, Step step, TimeSpan wait = default)
    {
        buyers[who].Step = step;
        return wait;
    }

    private bool IsTrapped(int who) => buyers[who].Habit is Habit.Trapped;

    private TimeSpan AfterPoll(int who, Response response)
    {
        var wait = TimeSpan.FromSeconds(response.Number("pollAfter") ?? 1);
        return buyers[who].Habit is Habit.Hasty ? wait / 3 : wait;
    }

    private static TimeSpan Later(Response response) =>
        int.TryParse(
            response.Header("Retry-After"u8),
            CultureInfo.InvariantCulture,
            out var seconds
        )
            ? TimeSpan.FromSeconds(seconds)
            : Soon;

    private static TimeSpan Spread(Client client, TimeSpan most) =>
        most * client.Random.NextDouble();

    private static string Forged(string ticket, Random random)
    {
        const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
        var at = random.Next(ticket.Length / 2, ticket.Length - 1);
        var other = Letters[random.Next(Letters.Length)];
        return other == ticket[at]
            ? Forged(ticket, random)
            : $"{ticket[..at]}{other}{ticket[(at + 1)..]}";
    }

    /// <summary>A card's fingerprint has letters only.</summary>
    private static string Letters(int number) =>
        string.Concat(
            number.ToString(CultureInfo.InvariantCulture).Select(digit => (char)(digit - '0' + 'a'))
        );
}
