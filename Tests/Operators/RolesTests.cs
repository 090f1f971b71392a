using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Commerce.Accounts;
using Commerce.Catalog;
using Commerce.Http;

namespace Commerce.Operators;

/// <summary>Who works here, and as what.</summary>
public sealed class RolesTests : IAsyncLifetime
{
    private readonly Issuer _issuer = new();
    private readonly EdgeStore _store;

    public RolesTests() => _store = new(_issuer.Settings);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _store.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _issuer.Dispose();
    }

    /// <summary>A scope of no role opens nothing, and one of no route is a lie.</summary>
    [Fact]
    public void Roles_give_what_routes_ask_for_and_nothing_else()
    {
        var asked = _store.Routes.Select(each => Scope.Of(each)?.Name).OfType<string>().ToHashSet();
        // Not to call a route, but to be told who a customer is.
        asked.Add("customers:read");
        var given = Roles.ScopesOf(Roles.Scopes.Keys).ToHashSet(StringComparer.Ordinal);

        Assert.Equal(asked.Order(StringComparer.Ordinal), given.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_token_allows_only_what_its_person_may_do_now()
    {
        var person = await Register("agent@example.com");
        var token = Token(person, "orders:read catalog:write", signedInAgo: TimeSpan.Zero);

        Assert.Equal(HttpStatusCode.Forbidden, await Orders(token));

        var granted = await _store.Operate(
            HttpMethod.Put,
            $"/admin/v1/operators/{person}/roles",
            new { roles = (string[])["order-agent", "order-agent"] }
        );
        Assert.Equal(["order-agent"], await RolesIn(granted));
        Assert.Equal(HttpStatusCode.OK, await Orders(token));
        // A role gives no scope that the token does not have, nor the other way round.
        using var other = await Send(HttpMethod.Get, "/admin/v1/skus", token);
        using var write = await Send(HttpMethod.Delete, "/admin/v1/categories/none", token);
        Assert.Equal("insufficient_scope", await Answers.Code(other));
        Assert.Equal("insufficient_scope", await Answers.Code(write));

        var revoked = await _store.Operate(
            HttpMethod.Delete,
            $"/admin/v1/operators/{person}/roles"
        );
        Assert.Empty(await RolesIn(revoked));
        Assert.Equal(HttpStatusCode.Forbidden, await Orders(token));
    }

    [Fact]
    public async Task Only_whoever_signed_in_just_now_gives_roles()
    {
        var chief = await Register("chief@example.com");
        await _store.Operate(
            HttpMethod.Put,
            $"/admin/v1/operators/{chief}/roles",
            new { roles = (string[])["administrator"] }
        );
        var path = $"/admin/v1/operators/{await Register("new@example.com")}/roles";
        var fresh = Token(chief, "operators:write", signedInAgo: TimeSpan.FromMinutes(9));
        var stale = Token(chief, "operators:write", signedInAgo: TimeSpan.FromMinutes(11));

        using var refused = await Send(HttpMethod.Put, path, stale, """{"roles":["viewer"]}""");
        using var odd = await Send(HttpMethod.Put, path, fresh, """{"roles":["king"]}""");
        using var done = await Send(HttpMethod.Put, path, fresh, """{"roles":["viewer"]}""");

        Assert.Equal("step_up_required", await Answers.Code(refused));
        Assert.Equal("unknown_role", await Answers.Code(odd));
        Assert.Equal(["viewer"], await RolesIn(done));
    }

    [Fact]
    public async Task Nobody_is_given_a_role_who_is_not_there()
    {
        var answer = await _store.Operate(
            HttpMethod.Put,
            $"/admin/v1/operators/{Issuer.NewAccount()}/roles",
            new { roles = (string[])["viewer"] }
        );

        Assert.Equal("not_found", await Answers.Code(answer));
    }

    private async Task<string> Register(string email)
    {
        using var opened = await _store.Http.PostAsJsonAsync(
            "/api/v1/accounts",
            new { email, password = "plum tart on sunday" },
            Stop
        );
        return (await opened.Json()).GetProperty("id").GetString()!;
    }

    private string Token(string person, string scopes, TimeSpan signedInAgo) =>
        _issuer.Sign(
            person,
            alter: (_, claims) =>
            {
                claims["scope"] = scopes;
                claims["auth_time"] = (
                    TimeProvider.System.GetUtcNow() - signedInAgo
                ).ToUnixTimeSeconds();
            }
        );

    private async Task<HttpStatusCode> Orders(string token)
    {
        using var answer = await Send(HttpMethod.Get, "/admin/v1/orders", token);
        return answer.StatusCode;
    }

    private async Task<HttpResponseMessage> Send(
        HttpMethod method,
        string path,
        string token,
        string? body = null
    )
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new("Bearer", token);
        if (body is not null)
            request.Content = JsonContent.Create(JsonNode.Parse(body));
        return await _store.Http.SendAsync(request, Stop);
    }

    private static async Task<IEnumerable<string?>> RolesIn(HttpResponseMessage answer)
    {
        using (answer)
        {
            var roles = (await answer.Json()).GetProperty("roles");
            return roles.EnumerateArray().Select(each => each.GetString()).ToList();
        }
    }
}
