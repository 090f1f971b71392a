using System.Globalization;
using Commerce.Accounts;
using Commerce.Secrets;
using Commerce.Shopping;

namespace Commerce.Customers.Pages;

/// <summary>What customers say of themselves.</summary>
internal static class ProfilePages
{
    public const string Address = "/account/profile";

    private const string Day = "yyyy-MM-dd";

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet(Address, Show);
        pages.MapPost(Address, Change);
    }

    private static async Task<IResult> Show(
        string? done,
        HttpRequest http,
        IGrainFactory grains,
        Sealer sealer
    ) =>
        (await grains.Customer(http.Customer()).Get()).Match(told =>
        {
            var profile = told.OpenProfile(sealer);
            return new HtmlPage<ProfilePage>(
                AccountForm.Of(
                    ("name", profile.Name),
                    (AccountForm.Phone, profile.Phone),
                    ("birthday", profile.Birthday?.ToString(Day, CultureInfo.InvariantCulture)),
                    ("locale", profile.Locale)
                ) with
                {
                    IsDone = done is not null,
                }
            );
        });

    private static async Task<IResult> Change(
        PostedForm posted,
        HttpContext http,
        Profiles profiles
    )
    {
        var form = AccountForm.Read(posted, "name", AccountForm.Phone, "birthday", "locale");
        if (form.Said is not null)
            return new HtmlPage<ProfilePage>(form, StatusCodes.Status422UnprocessableEntity);

        var birthday = form.Find("birthday");
        var isDay = DateOnly.TryParseExact(
            birthday,
            Day,
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var day
        );
        var changed =
            birthday is not null && !isDay
                ? ProfileRules.Invalid([ProfileRules.Flaw("/birthday")])
                : await profiles.Change(
                    http.Request.Customer(),
                    before =>
                        before with
                        {
                            Name = form.Find("name"),
                            Phone = form.Find(AccountForm.Phone),
                            Birthday = isDay ? day : null,
                            Locale = form.Find("locale"),
                        }
                );
        return changed.IsAccepted
            ? HtmlPage.Redirect(Address + AccountPages.Done)
            : form.Again<ProfilePage>(changed.Rejection, http, again => again);
    }
}
