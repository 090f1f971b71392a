namespace Commerce.Customers;

/// <summary>
/// How often a wrong password was said with one e-mail address of late, whether or not it is
/// anybody's. Its key is the address's mark.
/// </summary>
[Alias("commerce.customers.sign-in-attempts")]
public interface ISignInAttemptsGrain : IGrainWithStringKey
{
    /// <summary>
    /// Counts an attempt before its password is compared, so that no more are ever compared than
    /// may be wrong. Where so many are being compared already, waits for one of them. Rejected with
    /// <c>sign_in_locked</c> once too many were wrong.
    /// </summary>
    /// <param name="attempt">Names it; asked again, it counts once.</param>
    /// <param name="patience">How long to wait for others.</param>
    [Alias("begin")]
    Task<Outcome<bool>> Begin(string attempt, TimeSpan patience);

    /// <summary>The attempt's password was wrong.</summary>
    [Alias("fail")]
    Task Fail(string attempt);

    /// <summary>The attempt's password was never compared: it does not count.</summary>
    [Alias("withdraw")]
    Task Withdraw(string attempt);

    /// <summary>
    /// Whoever attempted it has proved who they are: what was wrong before is forgotten.
    /// </summary>
    [Alias("succeed")]
    Task Succeed(string attempt);
}
