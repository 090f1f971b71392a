using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Commerce.Http;
using Commerce.Secrets;

namespace Commerce.BadInput;

/// <summary>News that is signed is believed, and must be news all the same.</summary>
public sealed class HookTests(EdgeStore store) : IClassFixture<EdgeStore>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"key":null,"charge":"c","status":"approved","sequence":1}""")]
    [InlineData(
        """
            {"key":" ","charge":"c","status":"s","code":null,"authorized":0,"captured":0,
             "refunded":0,"voided":0,"sequence":1}
            """
    )]
    public async Task Signed_rubbish_is_malformed(string body)
    {
        var (_, before) = await store.News(after: 0);
        using var request = Signed(body);
        using var answer = await store.Http.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("malformed_request", await Catalog.Answers.Code(answer));
        Assert.Empty((await store.News(before)).Kinds);
    }

    private HttpRequestMessage Signed(string body)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var timestamp = now.ToString(CultureInfo.InvariantCulture);
        var secret = store.Service<WebhookSecret>().Value["whsec_".Length..];
        var signature = Convert.ToBase64String(
            HMACSHA256.HashData(
                Convert.FromBase64String(secret),
                Encoding.UTF8.GetBytes($"msg.{timestamp}.{body}")
            )
        );
        var request = new HttpRequestMessage(HttpMethod.Post, "/hooks/v1/simulated")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("webhook-id", "msg");
        request.Headers.Add("webhook-timestamp", timestamp);
        request.Headers.TryAddWithoutValidation("webhook-signature", $"v1,{signature}");
        return request;
    }
}
