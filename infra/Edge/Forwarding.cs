using System.Net;
using System.Security.Cryptography;
using Yarp.ReverseProxy.Forwarder;

namespace Commerce.Edges;

/// <summary>
/// Hands a request to a silo. Where it did not get through, or the silo had to send it away, it is
/// handed to another, at most twice: what never arrived in any case, else only what may be done
/// twice: reads, and what has an <c>Idempotency-Key</c> or names what it makes.
/// </summary>
internal sealed class Forwarding(
    IHttpForwarder forwarder,
    Silos silos,
    RetryBudget budget,
    TimeProvider time
) : IDisposable
{
    private const int TriesMax = 3;

    /// <summary>Bytes of a body that is kept to be sent again; longer ones are sent once.</summary>
    private const int BodyMax = 64 * 1024;

    private const int PauseMin = 100;
    private const int PauseMax = 300;

    private static readonly TimeSpan ConnectMax = TimeSpan.FromSeconds(1);

    /// <summary>Between bytes: what is live says something more often.</summary>
    private static readonly ForwarderRequestConfig Config = new()
    {
        ActivityTimeout = TimeSpan.FromSeconds(60),
    };

    private readonly HttpMessageInvoker _client = new(
        new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            ConnectTimeout = ConnectMax,
        }
    );

    public void Dispose() => _client.Dispose();

    public async Task Forward(HttpContext http)
    {
        budget.Earn();
        var isShort = http.Request.ContentLength is null or <= BodyMax;
        if (isShort)
        {
            http.Request.EnableBuffering(BodyMax);
        }

        var asked = new List<Silo>();
        while (silos.Pick(asked) is { } silo)
        {
            asked.Add(silo);
            var isLast = !isShort || asked.Count == TriesMax || asked.Count == silos.All.Length;
            if (await IsAnswered(http, silo, isLast))
                return;

            await Task.Delay(
                TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(PauseMin, PauseMax)),
                time,
                http.RequestAborted
            );
            http.Request.Body.Position = 0;
        }
    }

    /// <summary>Whether the client has an answer, good or bad.</summary>
    private async Task<bool> IsAnswered(HttpContext http, Silo silo, bool isLast)
    {
        var answers = new Answers(isLast ? null : () => MayRepeat(http) && budget.TrySpend());
        silo.Begin();
        try
        {
            var error = await forwarder.SendAsync(http, silo.Address, _client, Config, answers);
            if (error is ForwarderError.None)
                return !answers.IsHeldBack;

            silo.IsReady = silo.IsReady && error is not ForwarderError.Request;
            var again =
                !isLast
                && !http.Response.HasStarted
                && !http.RequestAborted.IsCancellationRequested
                && (NeverArrived(http) || MayRepeat(http))
                && budget.TrySpend();
            if (again)
                http.Response.Clear();
            else if (!http.Response.HasStarted)
                await SayUnavailable(http);

            return !again;
        }
        finally
        {
            silo.End();
        }
    }

    private static bool NeverArrived(HttpContext http) =>
        http.GetForwarderErrorFeature()?.Exception
            is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError };

    private static bool MayRepeat(HttpContext http) =>
        HttpMethods.IsGet(http.Request.Method)
        || HttpMethods.IsHead(http.Request.Method)
        || HttpMethods.IsPut(http.Request.Method)
        || HttpMethods.IsDelete(http.Request.Method)
        || http.Request.Headers.ContainsKey("Idempotency-Key");

    private static Task SayUnavailable(HttpContext http)
    {
        http.Response.Clear();
        http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        http.Response.Headers.RetryAfter = $"{RandomNumberGenerator.GetInt32(1, 4)}";
        return http.Response.WriteAsJsonAsync(
            new
            {
                type = "about:blank",
                title = "dependency down",
                status = StatusCodes.Status503ServiceUnavailable,
                detail = "No part of the store can be reached. Try again.",
                instance = http.Request.Path.Value,
                code = "dependency_down",
                retryable = true,
            },
            options: null,
            contentType: "application/problem+json",
            http.RequestAborted
        );
    }

    /// <summary>Holds back what a silo that had to send somebody away says.</summary>
    /// <param name="mayRepeat">Asked once, of such an answer; <c>null</c>: it is passed on.</param>
    private sealed class Answers(Func<bool>? mayRepeat) : HttpTransformer
    {
        public bool IsHeldBack { get; private set; }

        /// <summary>The silo sees the host that was asked for, and who asks.</summary>
        public override async ValueTask TransformRequestAsync(
            HttpContext httpContext,
            HttpRequestMessage proxyRequest,
            string destinationPrefix,
            CancellationToken cancellationToken
        )
        {
            await base.TransformRequestAsync(
                httpContext,
                proxyRequest,
                destinationPrefix,
                cancellationToken
            );
            var (request, headers) = (httpContext.Request, proxyRequest.Headers);
            headers.Host = request.Host.Value;
            foreach (var name in (string[])["X-Forwarded-For", "X-Forwarded-Proto"])
                headers.Remove(name);
            headers.Add("X-Forwarded-For", $"{httpContext.Connection.RemoteIpAddress}");
            headers.Add("X-Forwarded-Proto", request.Scheme);
        }

        public override async ValueTask<bool> TransformResponseAsync(
            HttpContext httpContext,
            HttpResponseMessage? proxyResponse,
            CancellationToken cancellationToken
        )
        {
            if (
                proxyResponse is { StatusCode: HttpStatusCode.ServiceUnavailable }
                && mayRepeat?.Invoke() is true
            )
            {
                IsHeldBack = true;
                httpContext.Response.Clear();
                return false;
            }

            return await base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);
        }
    }
}
