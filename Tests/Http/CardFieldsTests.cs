using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Commerce.Accounts;
using Commerce.BadInput;
using Commerce.OpenApi;

namespace Commerce.Http;

/// <summary>
/// Each place of the API and of the pages' forms where a client says something, in each disguise:
/// refused, told of nowhere, and never logged.
/// </summary>
[Collection(nameof(AccountStore))]
public sealed class CardFieldsTests(AccountStore accounts)
{
    /// <summary>One of a few words is said there, and whatever else is malformed.</summary>
    private static readonly string[] Choices = ["/order", "/beyondQuota", "/honeypot"];

    private readonly EdgeStore _store = accounts.Edge;
    private readonly Cards _cards = new(Environment.TickCount);
    private string _customer = "";
    private readonly List<string> _said = [];
    private readonly List<string> _taken = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_place_takes_a_card_in_any_disguise()
    {
        using var client = new HttpClient(
            new SocketsHttpHandler { RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8 }
        )
        {
            BaseAddress = _store.Http.BaseAddress,
        };
        _customer = accounts.Issuer.Sign(await Open(client, "/api/v1/accounts", Account));
        client.DefaultRequestHeaders.Authorization = new("Bearer", _customer);
        var address = await Open(client, "/api/v1/me/addresses", Address);
        client.DefaultRequestHeaders.Authorization = null;
        var document = await _store.GetDocument();
        var sample = new Sample(document, ("adr", address));
        foreach (var (verb, path, told) in ApiContract.Operations(document))
        {
            var operation = new Operation(verb, path, told, sample);
            foreach (var disguise in Cards.Disguises)
            {
                foreach (var (name, place) in operation.Parameters)
                {
                    var text = Hide(disguise);
                    if (place is not "header" || !text.Any(char.IsControl))
                        await Ask(client, operation.Ask(name, text), $"{operation.Id} {name}");
                }

                foreach (var place in TextsOf(operation, sample))
                {
                    var body = Places.Write(
                        sample.Of(operation.Body!, ""),
                        place.Pointer,
                        JsonValue.Create(Hide(disguise)).ToJsonString()
                    );
                    await Ask(
                        client,
                        operation.Ask(body: Encoding.UTF8.GetBytes(body)),
                        $"{operation.Id} {place.Pointer}"
                    );
                }
            }
        }

        Assert.True(_said.Count > 1_000);
        Assert.True(_taken.Count == 0, string.Join('\n', _taken.Take(40)));
        var logged = _store.Logged;
        Assert.All(_said, card => Assert.DoesNotContain(card, logged, StringComparison.Ordinal));
    }

    private static object Account { get; } = new
    {
        email = "cards@example.com",
        password = "four words that rhyme not",
    };

    private static object Address { get; } = new
    {
        name = "Ada",
        line1 = "Main St 1",
        city = "Berlin",
        postalCode = "10115",
        country = "DE",
    };

    /// <returns>Its id.</returns>
    private static async Task<string> Open(HttpClient client, string path, object what)
    {
        var opened = await client.PostAsJsonAsync(path, what, Stop);
        opened.EnsureSuccessStatusCode();
        return (await opened.Content.ReadFromJsonAsync<JsonNode>(Stop))!["id"]!.ToString();
    }

    /// <summary>Of sixteen digits, which are no telephone's and no goods'.</summary>
    private string Hide(string disguise)
    {
        string card;
        do card = _cards.Next();
        while (card.Length < 16);
        var hidden = _cards.Hide(card, disguise);
        _said.Add(hidden);
        return hidden;
    }

    private static IEnumerable<Place> TextsOf(Operation operation, Sample sample) =>
        operation.Body is not { } body
            ? []
            : Places
                .Of(sample.Of(body, ""))
                .Where(place => !Choices.Contains(place.Pointer, StringComparer.Ordinal))
                .Where(place => IsText(place.SchemaIn(body, sample)));

    /// <summary>What is no text is malformed, and told of by where it stands alone.</summary>
    private static bool IsText(JsonNode shape) =>
        Sample.TypeOf(shape) is "string"
        && shape["format"]?.ToString() is not ("date-time" or "date")
        && shape["pattern"]?.ToString() is not "^[A-Z]{3}$";

    private async Task Ask(HttpClient client, HttpRequestMessage request, string what)
    {
        using (request)
        {
            if (request.RequestUri!.ToString().StartsWith("/api/v1/me", StringComparison.Ordinal))
                request.Headers.Authorization = new("Bearer", _customer);

            using var answer = await client.SendAsync(request, Stop);
            var text = await answer.Content.ReadAsStringAsync(Stop);
            var code = text is ['{', ..] ? JsonNode.Parse(text)!["code"]?.ToString() : null;
            // News that nobody signed is not read at all.
            if (
                code is not "card_data_not_accepted"
                && !what.StartsWith("hear", StringComparison.Ordinal)
            )
                _taken.Add($"{what}: {(int)answer.StatusCode} {code} for {_said[^1]}");
            if (text.Contains(_said[^1], StringComparison.Ordinal))
                _taken.Add($"{what}: it is in the answer: {text}");
        }
    }
}
