using Commerce.Orders;
using Microsoft.AspNetCore.Http;

namespace Commerce.Http;

/// <summary>Cards are known however they are hidden, and nothing else is taken for one.</summary>
public sealed class CardTripwireTests
{
    private const int CardCount = 2_000;

    /// <summary>Of each kind, of which there are twenty.</summary>
    private const int OtherCount = 50_000;

    private readonly int _seed = Environment.TickCount;

    private readonly Cards _cards;

    public CardTripwireTests()
    {
        _cards = new(_seed);
        TestContext.Current.TestOutputHelper?.WriteLine($"Seed {_seed}.");
    }

    [Fact]
    public void Every_card_is_known_in_every_disguise_wherever_it_stands()
    {
        var missed = new List<string>();
        for (var i = 0; i < CardCount; i++)
        {
            var card = _cards.Next();
            foreach (var disguise in Cards.Disguises)
            {
                var text = _cards.Hide(card, disguise);
                if (!CardNumber.IsIn(text) || !CardNumber.IsAmong(text))
                    missed.Add($"{disguise}: {text}");
                if (!IsOfGoodsToo(card) && !CardNumber.IsAmong(text, CardPlace.Goods))
                    missed.Add($"{disguise}, as goods: {text}");
                if (!IsOfPhonesToo(card) && !CardNumber.IsIn(text, CardPlace.Phone))
                    missed.Add($"{disguise}, as phone: {text}");
                if (CardFree.Of(text).Any(char.IsDigit))
                    missed.Add($"{disguise}, written: {text}");
            }
        }

        Assert.True(missed.Count == 0, $"Seed {_seed}: {string.Join('\n', missed.Take(20))}");
    }

    [Fact]
    public async Task Nothing_else_is_taken_for_a_card_where_it_belongs()
    {
        var alarms = new List<string>();
        foreach (var (kind, make, isTaken) in Kinds())
        {
            for (var i = 0; i < OtherCount; i++)
            {
                var text = make();
                if (await isTaken(text))
                    alarms.Add($"{kind}: {text}");
            }
        }

        Assert.True(alarms.Count == 0, $"Seed {_seed}: {string.Join('\n', alarms.Take(20))}");
    }

    /// <summary>So short that it may be of goods, and with their check digit as well.</summary>
    private static bool IsOfGoodsToo(string card) => card.Length <= 14 && Checks.HasGoods(card);

    /// <summary>As short as a telephone number, and of no scheme whose cards are.</summary>
    private static bool IsOfPhonesToo(string card) =>
        card.Length == 13 || (card.Length < 16 && card[0] is not '3');

    private IEnumerable<(string Kind, Func<string> Make, Func<string, Task<bool>> IsTaken)> Kinds()
    {
        foreach (var prefix in (string[])["crt", "ord", "prd", "pay", "cus", "sal"])
        {
            yield return ($"{prefix} in a path", () => $"/x/{prefix}_eu1_{_cards.Ulid()}", InPath);
            yield return ($"{prefix} in a text", () => $"{prefix}_eu1_{_cards.Ulid()}", InText);
        }

        yield return ("GTIN-13 in a path", () => $"/admin/v1/skus/{_cards.Goods(13)}", InPath);
        yield return ("GTIN-14 as a code", () => _cards.Goods(14), AsGoods);
        yield return ("GTIN-13 as an attribute", () => _cards.Goods(13), InGoods);
        yield return ("SKU", () => $"AB-{_cards.Digits(4)}-{_cards.Digits(3)}.XL", AsGoods);
        yield return ("phone", Phone, AsPhone);
        yield return ("traceparent", Traceparent, InTrace);
        yield return ("UUID", () => $"{_cards.Uuid()}", InText);
        yield return ("moment", Moment, InText);
    }

    private string Phone() =>
        // The longest numbers there are under some countries' codes.
        _cards.Pick([
            $"+49 {_cards.Digits(11)}",
            $"+43{_cards.Digits(11)}",
            $"+62 {_cards.Digits(12)}",
            $"0062{_cards.Digits(12)}",
            $"+55 ({_cards.Digits(2)}) {_cards.Digits(5)}-{_cards.Digits(4)}",
            $"+36 {_cards.Digits(9)}",
            $"+39 {_cards.Digits(11)}",
            $"+44 {_cards.Digits(10)}",
            $"+52 1 {_cards.Digits(10)}",
        ]);

    private string Traceparent() => $"00-{_cards.Hexadecimal(32)}-{_cards.Hexadecimal(16)}-01";

    private string Moment() =>
        _cards.Pick([
            $"{_cards.Moment():O}",
            $"{_cards.Moment():yyyyMMddHHmmss}",
            $"{_cards.Moment():yyyy-MM-dd HH:mm:ss.ff}",
        ]);

    private static Task<bool> InText(string text) => Task.FromResult(CardNumber.IsIn(text));

    private static Task<bool> InGoods(string text) =>
        Task.FromResult(CardNumber.IsIn(text, CardPlace.Goods));

    private static Task<bool> AsGoods(string text) =>
        Task.FromResult(CardNumber.IsAmong(text, CardPlace.Goods));

    private static Task<bool> AsPhone(string text) =>
        Task.FromResult(CardNumber.IsIn(text, CardPlace.Phone) || !PhoneNumber.IsOne(text));

    private static Task<bool> InPath(string text) => Guarded(request => request.Path = text);

    private static Task<bool> InTrace(string text) =>
        Guarded(request => request.Headers.TraceParent = text);

    /// <summary>Whether a request would not have been let through.</summary>
    private static async Task<bool> Guarded(Action<HttpRequest> say)
    {
        var isThrough = false;
        var guard = new CardGuard(_ =>
        {
            isThrough = true;
            return Task.CompletedTask;
        });
        var http = new DefaultHttpContext { RequestServices = NoServices.Instance };
        say(http.Request);
        await guard.InvokeAsync(http);
        return !isThrough;
    }

    private sealed class NoServices : IServiceProvider
    {
        public static NoServices Instance { get; } = new();

        public object? GetService(Type serviceType) => null;
    }
}
