using Commerce.Operators;
using Microsoft.AspNetCore.Http.Features;

namespace Commerce.Http;

/// <summary>
/// Makes requests of the store itself, for an operator who has been let in before: they go through
/// all that a request from outside goes through, as whom they name.
/// </summary>
internal sealed class InnerRequests(IServiceScopeFactory scopes)
{
    private RequestDelegate? _pipeline;

    /// <summary>Takes all that follows as what a request goes through.</summary>
    public void Begin(IApplicationBuilder app) => app.Use(next => _pipeline = next);

    /// <summary>What was answered, once all of it has been done; without its body.</summary>
    public async Task<InnerAnswer> Send(InnerRequest request, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var response = new InnerResponse();
        var http = new DefaultHttpContext
        {
            RequestServices = scope.ServiceProvider,
            RequestAborted = cancellation,
        };
        http.Features.Set(request);
        http.Features.Set<IHttpResponseFeature>(response);
        http.Features.Set<IHttpRequestBodyDetectionFeature>(request);
        request.Fill(http.Request);
        await _pipeline!(http);
        // What was cut short has no answer, whatever it looks like.
        cancellation.ThrowIfCancellationRequested();
        await response.Start();
        return new(
            response.StatusCode,
            response.Headers.ContainsKey("Idempotent-Replayed"),
            http.Features.Get<Problem>()
        );
    }

    /// <summary>Does before its answer what was to be done before it.</summary>
    private sealed class InnerResponse : HttpResponseFeature
    {
        private readonly Stack<(Func<object, Task> Callback, object State)> _starting = [];

        public override void OnStarting(Func<object, Task> callback, object state) =>
            _starting.Push((callback, state));

        public async Task Start()
        {
            while (_starting.TryPop(out var each))
                await each.Callback(each.State);
        }
    }
}

/// <param name="Problem">What was said, if the answer was no.</param>
internal sealed record InnerAnswer(int Status, bool IsReplay, Problem? Problem);

/// <summary>A request that no client sent. Requests from outside cannot be one.</summary>
/// <param name="Path">With its query.</param>
/// <param name="Body">Empty for none.</param>
/// <param name="By">Who may do what it asks for, or may not.</param>
internal sealed record InnerRequest(
    string Method,
    string Path,
    byte[] Body,
    string ContentType,
    Operator By
) : IHttpRequestBodyDetectionFeature
{
    public IHeaderDictionary Headers { get; } = new HeaderDictionary();

    public bool CanHaveBody => Body.Length > 0;

    public void Fill(HttpRequest request)
    {
        var (path, query) = Path.Split('?', 2) is [var before, var after]
            ? (before, "?" + after)
            : (Path, "");
        request.Method = Method;
        request.Path = PathString.FromUriComponent(path);
        request.QueryString = new(query);
        foreach (var (name, value) in Headers)
            request.Headers[name] = value;
        if (CanHaveBody)
        {
            request.Body = new MemoryStream(Body, writable: false);
            request.ContentType = ContentType;
            request.ContentLength = Body.Length;
        }
    }
}
