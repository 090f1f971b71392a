using System.Net;

namespace Commerce.Ops;

/// <summary>What becomes of sessions when the store starts again, and of guesses.</summary>
public sealed class OpsSessionTests : IAsyncLifetime
{
    private const string Key = Stores.Shop.OperatorKey;

    private readonly TemporaryFolder _folder = new();
    private OpsServer _store = null!;
    private OpsVisitor _visitor = null!;

    public async ValueTask InitializeAsync()
    {
        _store = await OpsServer.Start(_folder.Path);
        _visitor = _store.Visitor();
    }

    public async ValueTask DisposeAsync()
    {
        _visitor.Dispose();
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Who_guesses_is_slowed_down_even_with_the_right_key()
    {
        for (var n = 1; n <= 3; n++)
        {
            using var wrong = await _visitor.SignIn("wrong");
            Assert.Equal(HttpStatusCode.Forbidden, wrong.StatusCode);
        }

        using var slowed = await _visitor.SignIn(Key);

        Assert.Equal(HttpStatusCode.TooManyRequests, slowed.StatusCode);
        Assert.NotNull(slowed.Headers.RetryAfter);
    }

    [Fact]
    public async Task A_session_ends_when_the_key_changes()
    {
        using var signedIn = await _visitor.SignIn(Key);
        var cookies = _visitor.Cookies.GetCookies(_store.Url);
        await _store.DisposeAsync();
        _store = await OpsServer.Start(_folder.Path, "another-key");
        using var later = _store.Visitor();
        later.Cookies.Add(_store.Url, cookies);
        using var answer = await later.Get("/ops/orders");

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
    }

    [Fact]
    public async Task A_session_outlives_the_process()
    {
        using var signedIn = await _visitor.SignIn(Key);
        var cookies = _visitor.Cookies.GetCookies(_store.Url);
        await _store.DisposeAsync();
        _store = await OpsServer.Start(_folder.Path);
        using var later = _store.Visitor();
        later.Cookies.Add(_store.Url, cookies);
        using var answer = await later.Get("/ops/orders");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
