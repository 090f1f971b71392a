using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Commerce.EventSourcing;
using Commerce.Http;

namespace Commerce.Orders;

/// <summary>A buyer's telephone number, as a checkout takes it.</summary>
public sealed class PhoneTests(EdgeStore store) : IClassFixture<EdgeStore>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>The second has a card's check digit, as one mobile number in ten has.</summary>
    [Theory]
    [InlineData("+49 30 1234567", false)]
    [InlineData("+4915123456787", true)]
    public async Task It_is_told_with_the_order_and_stored_sealed(string phone, bool isLikeCard)
    {
        Assert.Equal(isLikeCard, CardNumber.IsIn(phone));
        var (_, before) = await store.News(after: 0);
        using var answer = await Checkout($"TOLD-{phone.Length}", phone);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var order = (await answer.Content.ReadFromJsonAsync<JsonNode>(Stop))!;

        using var request = new HttpRequestMessage(HttpMethod.Get, answer.Headers.Location);
        request.Headers.Add("X-Order-Token", order["accessToken"]!.GetValue<string>());
        using var read = await store.Http.SendAsync(request, Stop);

        var told = (await read.Content.ReadFromJsonAsync<JsonNode>(Stop))!;
        Assert.Equal(phone, told["phone"]!.GetValue<string>());
        Assert.Contains("order.placed", (await store.News(before)).Kinds);
        var journal = await store.Service<IJournal>().ReadTail(before, 1_000);
        Assert.All(
            journal.Select(each => Encoding.UTF8.GetString(each.Data.Span)),
            data => Assert.DoesNotContain(phone[3..], data, StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("call me")]
    [InlineData("123")]
    [InlineData("+49 30 123456789012345678901234567890")]
    public async Task What_is_none_is_refused_and_changes_nothing(string phone)
    {
        using var answer = await Checkout($"NONE-{phone.Length}", phone);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var problem = (await answer.Content.ReadFromJsonAsync<JsonNode>(Stop))!;
        Assert.Equal("invalid_checkout", problem["code"]!.GetValue<string>());
        Assert.Equal("/phone", problem["errors"]![0]!["pointer"]!.GetValue<string>());
    }

    private async Task<HttpResponseMessage> Checkout(string sku, string phone)
    {
        await store.Stock(sku);
        var opened = await store.Http.PostAsJsonAsync(
            "/api/v1/carts",
            new { currency = "EUR" },
            Stop
        );
        var cart = opened.Headers.Location!.OriginalString;
        var line = new { sku, quantity = 1 };
        (await store.Http.PostAsJsonAsync($"{cart}/lines", line, Stop)).EnsureSuccessStatusCode();
        var address = new
        {
            name = "A Shopper",
            line1 = "1 High Street",
            city = "Town",
            postalCode = "10115",
            country = "DE",
        };
        var request = new HttpRequestMessage(HttpMethod.Post, $"{cart}/checkout")
        {
            Content = JsonContent.Create(
                new
                {
                    email = "shopper@example.com",
                    shippingAddress = address,
                    paymentMethod = new { token = "tok_ok" },
                    phone,
                }
            ),
        };
        request.Headers.Add("Idempotency-Key", "k");
        request.Headers.Add("Prefer", "wait=10");
        return await store.Http.SendAsync(request, Stop);
    }
}
