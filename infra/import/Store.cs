using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;

namespace Commerce.Importing;

/// <summary>The store that runs at a URL, else one of our own until we are done.</summary>
internal sealed class Store(Order order) : IAsyncDisposable
{
    private static readonly TimeSpan Start = TimeSpan.FromMinutes(5);
    private readonly HttpClient _http = new()
    {
        BaseAddress = order.Url,
        Timeout = Timeout.InfiniteTimeSpan,
    };
    private Process? _own;
    private volatile bool _ready;

    public async Task Reach(CancellationToken stop)
    {
        if (await Answer(stop) is null)
        {
            if (!order.Url.IsLoopback)
            {
                throw new AbandonedException($"No store answers at {order.Url}", exitCode: 1);
            }

            Console.Error.WriteLine($"No store runs at {order.Url}: one starts on {order.Data}");
            StartOwn();
        }

        await UntilReady(Start, stop);
        _ready = true;
        _http.DefaultRequestHeaders.Authorization = new("Bearer", order.Key());
    }

    // What it says while it starts is for the reader; later it would only blur the progress.
    private void StartOwn()
    {
        string[] up = ["up", "--data", order.Data, "--urls", $"{order.Url}", "--no-demo"];
        var start = new ProcessStartInfo(Path.Combine(Order.Root, "dev"), up)
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        _own = Process.Start(start)!;
        _own.OutputDataReceived += (_, output) =>
        {
            if (!_ready)
            {
                Console.Error.WriteLine(output.Data);
            }
        };
        _own.BeginOutputReadLine();
    }

    public async Task UntilReady(TimeSpan patience, CancellationToken stop)
    {
        var wait = Stopwatch.StartNew();
        do
        {
            if (_own is { HasExited: true })
            {
                throw new AbandonedException("The store did not stay up.", exitCode: 1);
            }

            if (wait.Elapsed > patience)
            {
                throw new AbandonedException($"No store is ready at {order.Url}", exitCode: 1);
            }

            await Pause(stop);
        } while (await Answer(stop) is not HttpStatusCode.OK);
    }

    public static Task Pause(CancellationToken stop) =>
        Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, stop);

    private async Task<HttpStatusCode?> Answer(CancellationToken stop)
    {
        try
        {
            using var response = await _http.GetAsync(new Uri("/readyz", UriKind.Relative), stop);
            return response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>Answers where the import is, and whether the store knew it already.</summary>
    public async Task<(Uri Location, bool Replayed)> Send(string key, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/admin/v1/imports")
        {
            Content = new StreamContent(File.OpenRead(order.File))
            {
                Headers = { ContentType = new("application/x-ndjson") },
            },
            // A refusal comes before the file is sent, not in the middle of it.
            Headers = { ExpectContinue = true },
        };
        request.Headers.Add("Idempotency-Key", key);
        using var response = await Accepted(_http.SendAsync(request, stop), stop);
        return (response.Headers.Location!, response.Headers.Contains("Idempotent-Replayed"));
    }

    public async Task<Import> Import(Uri location, CancellationToken stop)
    {
        using var response = await Accepted(_http.GetAsync(location, stop), stop);
        return (await response.Content.ReadFromJsonAsync(Answers.Web.Import, stop))!;
    }

    public async Task<FailedRow[]> FailedRows(Uri location, int limit, CancellationToken stop)
    {
        var rows = new Uri(
            $"{location}/rows?status=failed&limit={limit}",
            UriKind.RelativeOrAbsolute
        );
        using var response = await Accepted(_http.GetAsync(rows, stop), stop);
        return (await response.Content.ReadFromJsonAsync(Answers.Web.FailedRows, stop))!.Data;
    }

    private static async Task<HttpResponseMessage> Accepted(
        Task<HttpResponseMessage> answer,
        CancellationToken stop
    )
    {
        var response = await answer;
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            // A store that starts or stops is as good as gone.
            throw response.StatusCode is HttpStatusCode.ServiceUnavailable
                ? new HttpRequestException("503")
                : new AbandonedException(
                    $"The store refused: {(int)response.StatusCode} "
                        + await response.Content.ReadAsStringAsync(stop),
                    exitCode: 1
                );
        }
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_own is { HasExited: false })
        {
            // It may have heard the same Ctrl-C, and be gone already.
            using var kill = Process.Start("bash", ["-c", $"kill -TERM {_own.Id} 2>/dev/null"]);
            await _own.WaitForExitAsync();
        }

        _own?.Dispose();
    }
}
