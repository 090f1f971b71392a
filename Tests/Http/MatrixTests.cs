using System.Text.Json.Nodes;
using Commerce.Accounts;
using Commerce.BadInput;
using Commerce.OpenApi;
using Commerce.Ops;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Commerce.Http;

/// <summary>
/// Every route as each kind of caller: who is let in is who the route says may call it, and what is
/// others' cannot be told from what never was.
/// </summary>
[Collection(nameof(AccountStore))]
public sealed class MatrixTests(AccountStore store) : IAsyncLifetime
{
    private const string Unknown = "01J00000000000000000000000";

    /// <summary>What is said to who may not call a route, and to nobody else.</summary>
    private static readonly string[] Denials = ["unauthorized", "forbidden", "insufficient_scope"];

    private readonly string _owner = Issuer.NewAccount();
    private readonly List<string> _wrong = [];
    private JsonNode _document = null!;
    private string _cart = "";
    private string _order = "";
    private string _token = "";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _document = await store.Edge.GetDocument();
        await store.Operator.Stock("MATRIX", units: 10);
        var owner = store.As(_owner);
        var bought = await owner.Checkout(await owner.FillCart("MATRIX"), "matrix");
        (_order, _token) = (bought.Expect(201).Text("id"), bought.Text("accessToken"));
        _cart = await owner.FillCart("MATRIX");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Every_operation_lets_in_whom_its_route_names()
    {
        var routes = store.Edge.Routes.ToLookup(each => NameOf(each), StringComparer.Ordinal);
        var seen = 0;
        foreach (var (verb, path, told) in ApiContract.Operations(_document))
        {
            var operation = new Operation(verb, path, told, Sample(_cart, _order));
            var callers = Callers.Of(routes[operation.Id].Single())!;
            seen++;
            foreach (var (who, bearer) in Bearers(callers))
            {
                var code = await Code(operation, bearer);
                if (
                    Array.IndexOf(Denials, code) >= 0
                        ? code != Denial(callers, who)
                        : Must(callers, who)
                )
                    _wrong.Add($"{verb} {path} ({callers.Words}) as {who}: {code}");
            }
        }

        Assert.True(seen > 90);
        Assert.True(_wrong.Count == 0, string.Join('\n', _wrong));

        static bool Must(Callers callers, string who) => Denial(callers, who) is not null;
    }

    [Fact]
    public async Task What_is_others_is_answered_as_what_never_was()
    {
        var routes = store.Edge.Routes.ToLookup(each => NameOf(each), StringComparer.Ordinal);
        var others = new[] { ("other", store.Issuer.Sign(Issuer.NewAccount())), ("guest", null) };
        var seen = 0;
        foreach (var (verb, path, told) in ApiContract.Operations(_document))
        {
            var operation = new Operation(verb, path, told, Sample(_cart, _order));
            if (Callers.Of(routes[operation.Id].Single()) != Callers.Owners || IsOfTickets(path))
                continue;

            seen++;
            var unknown = new Operation(
                verb,
                path,
                told,
                Sample($"crt_eu1_{Unknown}", $"ord_eu1_{Unknown}")
            );
            foreach (var (who, bearer) in others)
            {
                var (theirs, nobodys) = (
                    await Told(operation, bearer),
                    await Told(unknown, bearer)
                );
                if (theirs != nobodys || !theirs.StartsWith('4'))
                    _wrong.Add($"{verb} {path} as {who}:\n  {theirs}\n  {nobodys}");
            }
        }

        Assert.True(seen > 10);
        Assert.True(_wrong.Count == 0, string.Join('\n', _wrong));
        // Nobody changed it meanwhile, and it is its owner's still.
        var owner = store.As(_owner);
        Assert.Equal(200, (await owner.Get($"/api/v1/carts/{_cart}")).Status);
        Assert.Equal("confirmed", (await owner.Get($"/api/v1/orders/{_order}")).Text("status"));
        Assert.Equal(404, (await store.Guest.Get($"/api/v1/orders/{_order}")).Status);
        using var byToken = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/orders/{_order}");
        byToken.Headers.Add("X-Order-Token", _token);
        using var answer = await store.Edge.Http.SendAsync(byToken, Stop);
        Assert.True(answer.IsSuccessStatusCode);
    }

    [Fact]
    public async Task Operators_pages_open_to_a_session_of_theirs_and_to_no_token()
    {
        using var client = new HttpClient(
            new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }
        )
        {
            BaseAddress = store.Edge.Http.BaseAddress,
        };
        var pages = store.Edge.Routes.Where(each => Callers.Of(each) is OperatorPage);
        var seen = 0;
        foreach (var (page, verb) in pages.SelectMany(Verbs))
        {
            seen++;
            foreach (var (who, bearer) in Bearers(Callers.Operators))
                await Open(client, page, verb, who, bearer, cookie: null, isSent: true);

            await Open(client, page, verb, "session", bearer: null, Session(), isSent: false);
        }

        Assert.True(seen > 40);
        Assert.True(_wrong.Count == 0, string.Join('\n', _wrong));
    }

    private async Task Open(
        HttpClient client,
        RouteEndpoint page,
        string verb,
        string who,
        string? bearer,
        string? cookie,
        bool isSent
    )
    {
        var path = new RoutePatternText($"/{page.RoutePattern.RawText!.Trim('/')}").With("none");
        using var request = new HttpRequestMessage(new(verb), path);
        request.Headers.Authorization = bearer is null ? null : new("Bearer", bearer);
        if (cookie is not null)
            request.Headers.Add("Cookie", cookie);

        using var answer = await client.SendAsync(
            request,
            HttpCompletionOption.ResponseHeadersRead,
            Stop
        );
        var to = answer.Headers.Location?.ToString() ?? "";
        if (to.StartsWith("/ops/sign-in?", StringComparison.Ordinal) != isSent)
            _wrong.Add($"{verb} {path} as {who}: {answer.StatusCode} {to}");
    }

    private string Session()
    {
        var http = new DefaultHttpContext();
        store.Edge.Service<OperatorSessions>().Begin(http);
        return http.Response.Headers.SetCookie.ToString().Split(';')[0];
    }

    /// <summary>Somebody of each kind, with what they show.</summary>
    private IEnumerable<(string Who, string? Bearer)> Bearers(Callers callers)
    {
        var all = Operators.Roles.ScopesOf(Operators.Roles.Scopes.Keys).ToList();
        var needed = (callers as Scope)?.Name;
        yield return ("guest", null);
        yield return ("owner", store.Issuer.Sign(_owner));
        yield return ("other", store.Issuer.Sign(Issuer.NewAccount()));
        yield return (
            "without",
            store.Issuer.SignTool("t", string.Join(' ', all.Where(each => each != needed)))
        );
        yield return ("with", store.Issuer.SignTool("t", string.Join(' ', all)));
        yield return ("key", EdgeStore.OperatorKey);
    }

    /// <summary>What is said to one of them; <c>null</c> for who is let in.</summary>
    private static string? Denial(Callers callers, string who) =>
        (callers, who) switch
        {
            (Scope, "guest") => "unauthorized",
            (Scope, "owner" or "other" or "without") => "insufficient_scope",
            (Scope, _) => null,
            _ when callers == Callers.Providers => "unauthorized",
            _ when callers == Callers.Customers => who is "owner" or "other"
                ? null
                : "unauthorized",
            _ => null,
        };

    private async Task<string?> Code(Operation operation, string? bearer)
    {
        using var answer = await Send(operation, bearer);
        if ((int)answer.StatusCode < 400)
            return null;

        var text = await answer.Content.ReadAsStringAsync(Stop);
        return JsonNode.Parse(text)!["code"]!.ToString();
    }

    /// <summary>The answer, but for what differs by who asks when.</summary>
    private async Task<string> Told(Operation operation, string? bearer)
    {
        using var answer = await Send(operation, bearer);
        var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Stop))!.AsObject();
        body.Remove("traceId");
        body.Remove("instance");
        var headers = answer
            .Headers.Select(each => each.Key)
            .Where(name => name is not ("Date" or "traceparent"))
            .Order(StringComparer.Ordinal);
        return $"{(int)answer.StatusCode} {body.ToJsonString()} {string.Join(' ', headers)}";
    }

    private async Task<HttpResponseMessage> Send(Operation operation, string? bearer)
    {
        using var request = operation.Ask();
        request.Headers.Authorization = bearer is null ? null : new("Bearer", bearer);
        return await store.Edge.Http.SendAsync(
            request,
            HttpCompletionOption.ResponseHeadersRead,
            Stop
        );
    }

    private Sample Sample(string cart, string order) =>
        new(_document, ("crt", cart), ("ord", order));

    private static IEnumerable<(RouteEndpoint Route, string Verb)> Verbs(RouteEndpoint route) =>
        (route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Select(verb =>
            (route, verb)
        );

    private static string NameOf(RouteEndpoint route) =>
        route.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName ?? "";

    /// <summary>Whoever has a ticket's text has its place: there is no other owner.</summary>
    private static bool IsOfTickets(string path) =>
        path.EndsWith("/tickets/{ticket}", StringComparison.Ordinal);
}
