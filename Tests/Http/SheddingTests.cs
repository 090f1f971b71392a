using System.Net;
using System.Net.Sockets;
using System.Text;
using Commerce.Stores;

namespace Commerce.Http;

/// <summary>Who is sent away first where there are too many.</summary>
public sealed class SheddingTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Browsing_and_new_carts_are_sent_away_before_begun_ones_and_checkouts_last()
    {
        await using var store = await StoreProcess.Start("Silo", "--RequestsAtOnce=4");
        using var line = new SocketsHttpHandler { MaxConnectionsPerServer = 1 };
        using var http = new HttpClient(line) { BaseAddress = store.Url };
        var shop = new Shop(http);
        var cart = await shop.FillCart();
        var open = new List<TcpClient>();

        var alone = await Asked();
        open.Add(await Begin(store.Url));
        open.Add(await Begin(store.Url));
        var two = await Asked();
        open.Add(await Begin(store.Url, $"/{cart}/lines"));
        var three = await Asked();
        foreach (var begun in open)
            Assert.Matches("^HTTP/1.1 (201|400|422)", await Finish(begun));
        var again = await Asked();

        Assert.Equal("200 201 200 409", alone);
        Assert.Equal("503 503 200 409", two);
        Assert.Equal("503 503 503 409", three);
        Assert.Equal(alone, again);

        // An empty cart cannot be checked out: whoever hears that was let in. All go over one
        // connection, so the last, which counts nowhere, is answered when they have left.
        async Task<string> Asked()
        {
            var answers = string.Join(
                ' ',
                await Status(HttpMethod.Get, "/api/v1/products"),
                await Status(HttpMethod.Post, "/api/v1/carts"),
                await Status(HttpMethod.Get, $"/api/v1/carts/{cart}"),
                (await shop.Checkout(cart, $"k-{open.Count}")).Status
            );
            await Status(HttpMethod.Get, "/livez");
            return answers;
        }

        async Task<int> Status(HttpMethod method, string path)
        {
            using var answer = await http.SendAsync(new(method, path), Stop);
            if (answer.StatusCode is HttpStatusCode.ServiceUnavailable)
            {
                Assert.NotNull(answer.Headers.RetryAfter);
                var problem = await answer.Content.ReadAsStringAsync(Stop);
                Assert.Contains("\"overloaded\"", problem, StringComparison.Ordinal);
            }

            return (int)answer.StatusCode;
        }
    }

    /// <summary>
    /// A request about a new cart, or what is of one, that was let in and waits for its body.
    /// </summary>
    private static async Task<TcpClient> Begin(Uri url, string path = "")
    {
        var client = new TcpClient();
        await client.ConnectAsync(url.Host, url.Port, Stop);
        var head =
            $"POST /api/v1/carts{path} HTTP/1.1\r\nHost: store\r\nConnection: close\r\n"
            + "Content-Type: application/json\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n";
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head), Stop);
        var letIn = "HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray();
        var answer = new byte[letIn.Length];
        await client.GetStream().ReadExactlyAsync(answer, Stop);
        Assert.Equal(Encoding.ASCII.GetString(letIn), Encoding.ASCII.GetString(answer));
        return client;
    }

    private static async Task<string> Finish(TcpClient client)
    {
        using (client)
        {
            await client.GetStream().WriteAsync("{}"u8.ToArray(), Stop);
            using var answer = new StreamReader(client.GetStream());
            return await answer.ReadToEndAsync(Stop);
        }
    }
}
