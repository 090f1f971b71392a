namespace Commerce.Shopping;

/// <summary>Why a form came back, and with which status.</summary>
internal sealed record Refusal(Said Said, int Status)
{
    /// <summary>An answer that cannot be right, by the code of its sentence.</summary>
    public static Refusal Of(string code) =>
        Of(new Rejection(code, RejectionKind.Invalid, Detail: ""));

    public static Refusal Of(Rejection rejection) =>
        new(Said.Of(rejection), rejection.ToProblem().Status);

    /// <summary>The status of a form that comes back; the answer says when to try again.</summary>
    public static int StatusOf(Rejection rejection, HttpContext http)
    {
        var problem = rejection.ToProblem();
        if (problem.RetryAfter is { } wait)
            http.Response.Headers.RetryAfter = $"{double.Ceiling(wait.TotalSeconds)}";
        return problem.Status;
    }
}
