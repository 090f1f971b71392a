using Commerce.Http;
using Commerce.Shopping;

namespace Commerce.Customers.Pages;

/// <summary>What customers see and change of their own account, without any script.</summary>
internal static class AccountPages
{
    /// <summary>Behind the address of a form that was taken.</summary>
    public const string Done = "?done=1";

    public static void Map(IEndpointRouteBuilder pages)
    {
        var mine = pages.MapGroup("").ForCustomers();
        ProfilePages.Map(mine);
        AddressPages.Map(mine);
        EmailPages.Map(mine);
        PasswordPages.Map(mine);
        SessionPages.Map(mine);
        PrivacyPages.Map(mine);
        pages.MapGet(PrivacyPages.Closed, IResult () => new HtmlPage<ClosedPage>(new()));
    }
}
