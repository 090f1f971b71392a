namespace Commerce.Http;

/// <summary>
/// Puts problems before people. Pages that have a look of their own set theirs as a feature of the
/// request; the others have the shop's.
/// </summary>
internal interface IProblemPage
{
    /// <summary>The page that says it; <c>null</c> where a program asked.</summary>
    IResult? Of(HttpContext context, Problem problem);
}
