using System.Net;
using System.Text.RegularExpressions;

namespace Commerce.Shopping;

/// <summary>Somebody who asks for pages without a browser, and keeps cookies as one does.</summary>
internal sealed partial class Visitor : IDisposable
{
    private readonly HttpClient _http;

    public Visitor(Uri shop)
    {
        Cookies = new();
        _http = new(new HttpClientHandler { CookieContainer = Cookies, AllowAutoRedirect = false })
        {
            BaseAddress = shop,
        };
        _http.DefaultRequestHeaders.Add("Accept", "text/html");
    }

    public CookieContainer Cookies { get; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public Task<HttpResponseMessage> Get(
        string path,
        params (string Name, string Value)[] headers
    ) => Send(new(HttpMethod.Get, path), headers);

    public async Task<string> Read(string path, params (string Name, string Value)[] headers)
    {
        using var response = await Get(path, headers);
        return await Html(response);
    }

    /// <summary>Sends a form as the shop's own page would.</summary>
    public Task<HttpResponseMessage> Post(
        string path,
        params (string Name, string Value)[] fields
    ) => Post(path, fields, ("Sec-Fetch-Site", "same-origin"));

    public Task<HttpResponseMessage> Post(
        string path,
        (string Name, string Value)[] fields,
        params (string Name, string Value)[] headers
    ) =>
        Send(
            new(HttpMethod.Post, path)
            {
                Content = new FormUrlEncodedContent(
                    fields.Select(each => KeyValuePair.Create(each.Name, each.Value))
                ),
            },
            headers
        );

    public static Task<string> Html(HttpResponseMessage response) =>
        response.Content.ReadAsStringAsync(Stop);

    /// <summary>What a page's form sends unseen.</summary>
    public static string Hidden(string html, string name) =>
        Field()
            .Matches(html)
            .First(field => field.Groups["name"].Value == name)
            .Groups["value"]
            .Value;

    /// <summary>All of it.</summary>
    public static (string Name, string Value)[] AllHidden(string html) =>
        [
            .. Field()
                .Matches(html)
                .Select(field =>
                    (
                        WebUtility.HtmlDecode(field.Groups["name"].Value),
                        WebUtility.HtmlDecode(field.Groups["value"].Value)
                    )
                ),
        ];

    public void Dispose() => _http.Dispose();

    private Task<HttpResponseMessage> Send(
        HttpRequestMessage request,
        (string Name, string Value)[] headers
    )
    {
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);

        return _http.SendAsync(request, Stop);
    }

    [GeneratedRegex(
        """<input type="hidden" name="(?<name>[^"]*)" value="(?<value>[^"]*)" />""",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1_000
    )]
    private static partial Regex Field();
}
