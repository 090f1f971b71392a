using Commerce.Notifications;
using Commerce.Secrets;

namespace Commerce.Customers;

/// <summary>Sets passwords, and tells by mail that they were.</summary>
internal sealed class PasswordChanges(
    IGrainFactory grains,
    Sealer sealer,
    PasswordSignIn signIn,
    PasswordHashes hashes,
    PasswordRules rules,
    Mails mails,
    AccountMails texts
)
{
    private static readonly TimeSpan NewsLife = TimeSpan.FromDays(3);

    /// <param name="current">The one they have; whoever has none need not say any.</param>
    /// <param name="session">Which session stays, if they ask from one.</param>
    public async Task<Outcome<CustomerTold>> Change(
        CustomerTold customer,
        string? current,
        string password,
        SessionId? session
    )
    {
        if (rules.Objection(password, customer.OpenEmail(sealer), "/new") is { } weak)
            return weak;
        if (customer.Password is not null)
        {
            var known = await signIn.Try(customer, current ?? "");
            if (!known.IsAccepted)
                return known.Rejection;
        }

        var hash = await Hash(customer, password);
        return hash.IsAccepted
            ? await Tell(
                await grains
                    .Customer(customer.Id)
                    .ChangePassword(hash.Value, customer.Password, session)
            )
            : hash.Rejection;
    }

    public async Task<Outcome<CustomerTold>> Reset(string text, string password)
    {
        if (MailedToken.Parse(text) is not { } token)
            return CustomerRejections.InvalidToken;

        var told = await grains.Customer(token.Customer).Get();
        if (!told.IsAccepted)
            return MailedToken.Hide(told.Rejection);
        if (rules.Objection(password, told.Value.OpenEmail(sealer)) is { } weak)
            return weak;

        var hash = await Hash(told.Value, password);
        if (!hash.IsAccepted)
            return hash.Rejection;

        var reset = await grains.Customer(token.Customer).ResetPassword(token.Hash, hash.Value);
        // Whoever reads their mail need not wait for what others tried.
        if (reset.IsAccepted)
            await signIn.Unlock(reset.Value);

        return await Tell(reset);
    }

    private async Task<Outcome<string>> Hash(CustomerTold customer, string password)
    {
        var hash = await hashes.Hash(password);
        return hash.IsAccepted
            ? sealer.Seal(hash.Value, customer.WrappedKey.AsSpan())
            : hash.Rejection;
    }

    private async Task<Outcome<CustomerTold>> Tell(Outcome<CustomerTold> changed)
    {
        if (changed.IsAccepted)
        {
            var mail = texts.PasswordChanged(changed.Value.OpenEmail(sealer));
            await mails.Queue(changed.Value, mail, NewsLife);
        }

        return changed;
    }
}
