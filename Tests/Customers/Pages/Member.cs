using System.Globalization;
using System.Net;
using Commerce.Secrets;
using Commerce.Shopping;

namespace Commerce.Customers.Pages;

/// <summary>A customer at the pages of their account, with a browser that runs no script.</summary>
internal sealed class Member : IDisposable
{
    private const string Session = "commerce_session";

    private readonly CustomerStore _store;

    private Member(CustomerStore store, string email) => (_store, Email) = (store, email);

    public string Email { get; }

    public Visitor Browser { get; private init; } = null!;

    public CustomerId Id => new(Parts[0]);

    public SessionId Here => new(Parts[1]);

    public ICustomerGrain Account => _store.Store.Service<IGrainFactory>().Customer(Id);

    private Cookie Kept => Browser.Cookies.GetAllCookies()[Session]!;

    private string[] Parts => Kept.Value.Split('.');

    public void Dispose() => Browser.Dispose();

    /// <summary>Somebody who has not opened an account yet.</summary>
    public static Member Meet(CustomerStore store, string email) =>
        new(store, email) { Browser = new(store.Store.Http.BaseAddress!) };

    public static async Task<Member> Open(CustomerStore store, string email)
    {
        var member = Meet(store, email);
        var (status, _) = await member.Send(
            "/account/register",
            ("email", email),
            ("password", CustomerStore.Password)
        );
        Assert.Equal(303, status);
        return member;
    }

    public Task<(int Status, string Html)> SignIn(string password) =>
        Send("/account/sign-in", ("email", Email), ("password", password));

    /// <summary>Where a page sends them who may not see it; nothing, if it does not.</summary>
    public async Task<string?> SentFrom(string path, bool isForm = false)
    {
        using var answer = isForm ? await Browser.Post(path) : await Browser.Get(path);
        return answer.StatusCode is HttpStatusCode.SeeOther
            ? answer.Headers.Location!.ToString()
            : null;
    }

    public async Task<string> Read(string path) => WebUtility.HtmlDecode(await Browser.Read(path));

    /// <summary>Sends a form, and reads the page that comes of it.</summary>
    public async Task<(int Status, string Html)> Send(
        string path,
        params (string Name, string Value)[] fields
    )
    {
        using var answer = await Browser.Post(path, fields);
        var html = answer.Headers.Location is { } next
            ? await Read(next.ToString())
            : WebUtility.HtmlDecode(await Visitor.Html(answer));
        return ((int)answer.StatusCode, html);
    }

    /// <summary>As if they had signed in so long ago.</summary>
    public void Age(TimeSpan age)
    {
        var since = long.Parse(Parts[2], CultureInfo.InvariantCulture) - (long)age.TotalSeconds;
        var text = string.Create(CultureInfo.InvariantCulture, $"{Id}.{Here}.{since}");
        Kept.Value = $"{text}.{_store.Store.Service<ServerKeys>().Mark(Session, text)}";
    }
}
