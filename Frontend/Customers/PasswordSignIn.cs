using Commerce.Secrets;

namespace Commerce.Customers;

/// <summary>
/// Finds out whether somebody is who they say by an e-mail address and a password. However many
/// try at once, on however many silos, no more passwords are compared than may be wrong; and an
/// address that nobody has is told, and takes, the same.
/// </summary>
internal sealed class PasswordSignIn(
    IGrainFactory grains,
    ServerKeys keys,
    Sealer sealer,
    PasswordHashes hashes,
    IdGenerator ids
)
{
    /// <summary>How long to wait for others who try the same address.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The customer whose password it is. Rejected with <c>invalid_credentials</c>; with
    /// <c>sign_in_locked</c>, after too many that were wrong; with <c>overloaded</c>.
    /// </summary>
    public async Task<Outcome<CustomerTold>> Try(string email, string password)
    {
        var key = keys.EmailKey(email);
        var found = await Find(key);
        return await Try(key, found.IsAccepted ? found.Value : null, password);
    }

    /// <summary>As above, for a customer who is known already and says their password.</summary>
    public Task<Outcome<CustomerTold>> Try(CustomerTold customer, string password) =>
        Try(customer.EmailKey, customer, password);

    /// <summary>What was tried before counts no longer: they have proved who they are.</summary>
    public Task Unlock(CustomerTold customer) =>
        grains.SignInAttempts(customer.EmailKey).Succeed(ids.New("att"));

    private async Task<Outcome<CustomerTold>> Try(
        string key,
        CustomerTold? customer,
        string password
    )
    {
        var (attempts, attempt) = (grains.SignInAttempts(key), ids.New("att"));
        var begun = await attempts.Begin(attempt, Patience);
        if (!begun.IsAccepted)
            return begun.Rejection;

        var right = await hashes.Verify(password, customer?.OpenPassword(sealer));
        if (!right.IsAccepted)
        {
            await attempts.Withdraw(attempt);
            return right.Rejection;
        }

        if (customer is null || !right.Value)
        {
            await attempts.Fail(attempt);
            return CustomerRejections.InvalidCredentials;
        }

        await attempts.Succeed(attempt);
        return customer;
    }

    /// <summary>Whoever nobody is, is asked for too: that takes as long.</summary>
    private async Task<Outcome<CustomerTold>> Find(string key)
    {
        var owner = await grains.Claim(CustomerLimits.EmailClaim, key).GetOwner();
        return await grains.Customer(new(owner ?? ids.New(CustomerId.Prefix))).Get();
    }
}
