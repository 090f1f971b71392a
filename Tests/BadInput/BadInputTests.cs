using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Commerce.Customers;
using Commerce.Http;
using Commerce.OpenApi;

namespace Commerce.BadInput;

/// <summary>
/// Nothing that a client sends hurts the store. Routes and bodies come from the document, which is
/// equal to the routes: a route that is not tried cannot be.
/// </summary>
[Trait("Suite", "Properties")]
public sealed class BadInputTests(CustomerStore accounts) : IClassFixture<CustomerStore>
{
    private const long GrowthMax = 32 * 1024 * 1024;
    private const int BreachesShown = 40;
    private const int AgainMax = 4;
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(1);

    private readonly List<string> _breaches = [];
    private readonly EdgeStore _store = accounts.Store;
    private long _seen;
    private ApiContract _contract = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_body_with_a_flaw_is_refused_says_where_and_changes_nothing()
    {
        var (operations, sample) = await Prepare();
        var flaws = new Flaws(sample);
        await AskFlawed(operations, flaws);
        Assert.True(_breaches.Count == 0, string.Join('\n', _breaches.Take(BreachesShown)));

        // Tests beside it keep things, too, now and then; what nobody lets go of is more each time.
        var growths = new List<long>();
        while (growths.Count < AgainMax && growths.DefaultIfEmpty(long.MaxValue).Min() > GrowthMax)
        {
            var memory = GC.GetTotalMemory(forceFullCollection: true);
            await AskFlawed(operations, flaws);
            growths.Add(GC.GetTotalMemory(forceFullCollection: true) - memory);
        }

        Assert.True(_breaches.Count == 0, string.Join('\n', _breaches.Take(BreachesShown)));
        Assert.True(growths.Min() <= GrowthMax, $"{string.Join(", ", growths)} bytes more");
        Assert.All(
            Corpus.Cards,
            card => Assert.DoesNotContain(card, _store.Logged, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Whatever_stands_in_a_path_a_query_or_a_header_is_answered_in_order()
    {
        var (operations, _) = await Prepare();
        foreach (var operation in operations)
        {
            foreach (var (name, place) in operation.Parameters)
            {
                var texts = Corpus.TextsAt($"{operation.Id} {name}");
                foreach (var text in texts.Where(text => CanStandIn(place, text)))
                    await Ask(operation, $"{name}={text}", () => operation.Ask(name, text));
            }
        }

        Assert.True(_breaches.Count == 0, string.Join('\n', _breaches.Take(BreachesShown)));
    }

    [Fact]
    public async Task Whatever_text_or_number_stands_in_a_body_is_answered_in_order()
    {
        var (operations, sample) = await Prepare();
        foreach (var operation in operations.Where(each => each.Body is not null))
        {
            foreach (var place in Places.Of(sample.Of(operation.Body!, "")))
            {
                var shape = place.SchemaIn(operation.Body!, sample);
                foreach (var text in Odd(shape, place.Value, $"{operation.Id} {place.Pointer}"))
                {
                    var body = sample.Of(operation.Body!, "");
                    var odd = Encoding.UTF8.GetBytes(Places.Write(body, place.Pointer, text));
                    var what = $"{place.Pointer}={text}";
                    await Ask(operation, what, () => operation.Ask(body: odd));
                }
            }
        }

        Assert.True(_breaches.Count == 0, string.Join('\n', _breaches.Take(BreachesShown)));
    }

    [Fact]
    public async Task A_card_number_outside_the_body_is_refused_and_never_logged()
    {
        var (operations, _) = await Prepare();
        foreach (var operation in operations)
        {
            foreach (var (name, place) in operation.Parameters)
            {
                foreach (var card in Corpus.Cards.Where(card => CanStandIn(place, card)))
                {
                    var answer = await Ask(operation, name, () => operation.Ask(name, card));
                    if (answer != (422, "card_data_not_accepted"))
                        _breaches.Add($"{operation.Id} {name}: {answer}");
                }
            }
        }

        Assert.True(_breaches.Count == 0, string.Join('\n', _breaches.Take(BreachesShown)));
        Assert.All(
            Corpus.Cards,
            card => Assert.DoesNotContain(card, _store.Logged, StringComparison.Ordinal)
        );
    }

    /// <summary>Routes that the document leaves out: pages, and other spellings.</summary>
    [Fact]
    public async Task Whatever_stands_in_the_path_of_a_page_is_answered()
    {
        foreach (var page in Pages.Of(_store.Routes))
        {
            // What a page opens for whoever comes first, tables and keys, is not the input's cost.
            using var plain = page.Ask("plain");
            using var first = await _store.Http.SendAsync(plain, Cancellation);
            var texts = Corpus.TextsAt($"{page}");
            foreach (var text in texts.Where(text => CanStandIn("path", text)))
            {
                var (answer, took) = await Send(() => page.Ask(text));
                using (answer)
                {
                    if ((int)answer.StatusCode >= 500 || took > AnswerMax)
                        _breaches.Add($"{page} {text}: {answer.StatusCode} {took}");
                }
            }
        }

        Assert.True(_breaches.Count == 0, string.Join('\n', _breaches.Take(BreachesShown)));
    }

    private async Task<(IReadOnlyList<Operation>, Sample)> Prepare()
    {
        var document = await _store.GetDocument();
        _contract = new(document);
        await _store.Stock("BAD");
        // What signing in keeps is opened by whoever comes first: that is not the input's cost.
        await _store.Http.GetStringAsync("/.well-known/jwks", Cancellation);
        using var opened = await _store.Http.PostAsync(
            "/api/v1/carts",
            content: null,
            Cancellation
        );
        var sample = new Sample(
            document,
            ("crt", opened.Headers.Location!.ToString().Split('/')[^1])
        );
        var shopper = await accounts.Open($"{Guid.CreateVersion7():n}@example.com");
        return (
            [
                .. ApiContract
                    .Operations(document)
                    .Select(each => new Operation(
                        each.Verb,
                        each.Path,
                        each.Operation,
                        sample,
                        shopper.Token
                    )),
            ],
            sample
        );
    }

    private async Task AskFlawed(IEnumerable<Operation> operations, Flaws flaws)
    {
        foreach (var operation in operations.Where(each => each.Body is not null))
        {
            foreach (var (what, body) in flaws.Of(operation.Body!, operation.IsBodyRequired))
            {
                var (status, code) = await Ask(operation, what, () => operation.Ask(body: body));
                if (status is < 400 or >= 500)
                    _breaches.Add($"{operation.Id} takes {what}: {status} {code}");
            }
        }
    }

    /// <summary>Sends it, and holds the answer against the document and the clock.</summary>
    private async Task<(int Status, string? Code)> Ask(
        Operation operation,
        string what,
        Func<HttpRequestMessage> ask
    )
    {
        _seen = (await _store.News(_seen)).Position;
        var (answer, took) = await Send(ask);
        using (answer)
        {
            if (took > AnswerMax)
                _breaches.Add($"{operation.Id} {what}: took {took}");

            var status = (int)answer.StatusCode;
            var news = await _store.News(_seen);
            // What was tried in vain is counted.
            var kinds = news
                .Kinds.Where(kind => !kind.StartsWith("sign-in.", StringComparison.Ordinal))
                .ToList();
            if (status >= 400 && kinds.Count > 0)
                _breaches.Add($"{operation.Id} {what}: {status}, and yet {kinds[0]}");
            var breaches = await _contract.Breaches(operation.Id, answer);
            _breaches.AddRange(breaches.Select(breach => $"{what}: {breach}"));
            var text = await answer.Content.ReadAsStringAsync(Cancellation);
            var problem = status < 400 || text.Length == 0 ? null : JsonNode.Parse(text);
            var code = problem?["code"]?.ToString();
            if (status is 500 or 503)
                _breaches.Add($"{operation.Id} {what}: {status} {code}");
            if (code is "malformed_request" && problem!["errors"]?[0]?["pointer"] is null)
                _breaches.Add($"{operation.Id} {what}: no pointer");

            return (status, code);
        }
    }

    /// <summary>The answer, and how long it took.</summary>
    /// <remarks>
    /// A busy machine stalls now and then; an input that costs time does so each time. What took
    /// long is asked again, and the shorter time counts.
    /// </remarks>
    private async Task<(HttpResponseMessage, TimeSpan)> Send(Func<HttpRequestMessage> ask)
    {
        var (answer, took) = await Once();
        for (var times = 0; took > AnswerMax && times < AgainMax; times++)
        {
            var (again, tookAgain) = await Once();
            again.Dispose();
            took = tookAgain < took ? tookAgain : took;
        }

        return (answer, took);

        async Task<(HttpResponseMessage, TimeSpan)> Once()
        {
            using var request = ask();
            var begun = Stopwatch.GetTimestamp();
            var given = await _store.Http.SendAsync(request, Cancellation);
            return (given, Stopwatch.GetElapsedTime(begun));
        }
    }

    private static IEnumerable<string> Odd(JsonNode shape, JsonNode value, string at) =>
        value is JsonObject or JsonArray ? []
        : Sample.TypeOf(shape) is "integer" ? Corpus.Integers.Select(number => $"{number}")
        : Sample.TypeOf(shape) is "boolean" ? []
        : Corpus.TextsAt(at).Select(text => JsonValue.Create(text).ToJsonString());

    /// <summary>What no client sends there, or the web server itself refuses.</summary>
    private static bool CanStandIn(string place, string text) =>
        place switch
        {
            "header" => text.Length < 1_000 && !text.Any(char.IsControl) && text.All(char.IsAscii),
            "path" => text is not ("" or ".")
                && text.Length < 1_000
                && !text.Contains("..", StringComparison.Ordinal),
            _ => text.Length < 1_000,
        };
}
