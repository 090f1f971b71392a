using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http.Timeouts;

namespace Commerce.Http;

/// <summary>A request ends in time, but for those that are meant to last.</summary>
public sealed class DeadlineTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_body_that_does_not_come_is_waited_for_so_long_and_no_longer()
    {
        await using var store = new EdgeStore("--RequestSeconds=1");
        await store.InitializeAsync();
        using var socket = new TcpClient();
        var address = store.Http.BaseAddress!;
        await socket.ConnectAsync(address.Host, address.Port, Cancellation);
        var begun = """
            POST /api/v1/carts HTTP/1.1
            Host: store
            Content-Type: application/json
            Content-Length: 100

            {
            """.ReplaceLineEndings("\r\n");

        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(begun), Cancellation);
        using var reader = new StreamReader(stream);
        var answer = new StringBuilder();
        while (await reader.ReadLineAsync(Cancellation) is { } line)
        {
            answer.AppendLine(line);
            if (line.Contains("\"code\"", StringComparison.Ordinal))
                break;
        }

        Assert.StartsWith("HTTP/1.1 503", answer.ToString(), StringComparison.Ordinal);
        Assert.Contains("\"deadline_passed\"", answer.ToString());
        Assert.Contains("Retry-After:", answer.ToString());
    }

    [Fact]
    public async Task Uploads_and_what_is_live_may_last()
    {
        await using var store = new EdgeStore();
        await store.InitializeAsync();

        Assert.Equal(
            [
                "/admin/v1/bulk",
                "/admin/v1/imports",
                "/admin/v1/products/export",
                "/admin/v1/sales/{id}/live",
                "/api/v1/orders/{id}/events",
                "/console/{id}/live",
            ],
            store
                .Routes.Where(route =>
                    route.Metadata.GetMetadata<DisableRequestTimeoutAttribute>() is not null
                )
                .Select(route => $"/{route.RoutePattern.RawText!.Trim('/')}")
                .Order()
        );
    }
}
