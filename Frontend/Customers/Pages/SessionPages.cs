using Commerce.Accounts;
using Commerce.Secrets;
using Commerce.Shopping;
using Commerce.SignIn;

namespace Commerce.Customers.Pages;

/// <summary>Where customers are signed in, and how they end that from afar.</summary>
internal static class SessionPages
{
    public const string Address = "/account/sessions";
    public const string Others = Address + "/end-others";

    public static string End(SessionId session) => $"{Address}/{session}/end";

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet(Address, Show);
        pages.MapPost(Others, EndOthers).SignsInAnew(Address);
        pages.MapPost($"{Address}/{{id}}/end", EndOne).SignsInAnew(Address);
    }

    private static async Task<IResult> Show(
        string? done,
        HttpRequest http,
        IGrainFactory grains,
        Sealer sealer
    )
    {
        var customer = grains.Customer(http.Customer());
        var told = await customer.Get();
        if (!told.IsAccepted)
            return told.Rejection.ToProblem();

        var sessions = await customer.GetSessions();
        return new HtmlPage<SessionsPage>(
            new SessionsModel(
                [
                    .. sessions
                        .OrderByDescending(each => each.Id == http.Session())
                        .ThenByDescending(each => each.BegunAt)
                        .Select(each => new SessionShown(
                            each.Id,
                            Device.NameOf(told.Value.OpenDevice(each, sealer)),
                            each.BegunAt,
                            each.Id == http.Session()
                        )),
                ],
                AccountForm.Empty with
                {
                    IsDone = done is not null,
                }
            )
        );
    }

    /// <summary>One that has ended by itself is what they wanted.</summary>
    private static async Task<IResult> EndOne(SessionId id, HttpRequest http, IGrainFactory grains)
    {
        var ended = await grains.Customer(http.Customer()).EndSession(id);
        return ended.IsAccepted || ended.Rejection == CustomerRejections.NoSuchSession
            ? HtmlPage.Redirect(Address + AccountPages.Done)
            : ended.Rejection.ToProblem();
    }

    private static async Task<IResult> EndOthers(HttpRequest http, IGrainFactory grains) =>
        (await grains.Customer(http.Customer()).EndSessions(http.Session())).Match(_ =>
            HtmlPage.Redirect(Address + AccountPages.Done)
        );
}

public sealed record SessionsModel(IReadOnlyList<SessionShown> Sessions, AccountForm Form);

/// <param name="IsHere">Whether it is the one that looks.</param>
public sealed record SessionShown(SessionId Id, string Device, DateTimeOffset BegunAt, bool IsHere);
