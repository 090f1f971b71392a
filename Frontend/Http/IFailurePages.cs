namespace Commerce.Http;

/// <summary>Puts problems before people.</summary>
internal interface IFailurePages
{
    /// <summary>The page that says it; <c>null</c> where a program asked.</summary>
    IResult? Of(HttpContext context, Problem problem);
}
