using System.Net;
using System.Text.RegularExpressions;

namespace Commerce.Ops;

/// <summary>A browser as far as HTTP goes: cookies, and forms as pages give them.</summary>
internal sealed partial class OpsVisitor : IDisposable
{
    private readonly HttpClient _http;

    public OpsVisitor(Uri url)
    {
        _http = new(new HttpClientHandler { CookieContainer = Cookies, AllowAutoRedirect = false })
        {
            BaseAddress = url,
        };
    }

    public CookieContainer Cookies { get; } = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public Task<HttpResponseMessage> Get(string path) => _http.GetAsync(path, Stop);

    public async Task<string> Page(string path)
    {
        using var answer = await Get(path);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsStringAsync(Stop);
    }

    public async Task<HttpResponseMessage> SignIn(string key, string back = "/ops/orders") =>
        await Send(
            "/ops/sign-in",
            ("token", await Token("/ops/sign-in")),
            ("key", key),
            ("back", back)
        );

    /// <summary>The token that the forms of a page carry.</summary>
    public async Task<string> Token(string page) =>
        TokenField().Match(await Page(page)).Groups["token"].Value;

    public Task<HttpResponseMessage> Send(
        string path,
        params (string Name, string Value)[] fields
    ) => Send(path, origin: null, fields);

    public Task<HttpResponseMessage> Send(
        string path,
        string? origin,
        params (string Name, string Value)[] fields
    )
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new FormUrlEncodedContent(
                fields.Select(each => KeyValuePair.Create(each.Name, each.Value))
            ),
        };
        if (origin is not null)
            request.Headers.Add("Origin", origin);

        return _http.SendAsync(request, Stop);
    }

    public void Dispose() => _http.Dispose();

    [GeneratedRegex(
        """name="token" value="(?<token>[^"]+)""",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1_000
    )]
    private static partial Regex TokenField();
}
