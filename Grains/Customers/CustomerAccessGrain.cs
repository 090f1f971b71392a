using Commerce.Claims;

namespace Commerce.Customers;

/// <summary>How customers prove that an address is theirs, and get into their account.</summary>
public sealed partial class CustomerGrain
{
    /// <summary>Asked early, so that nobody follows a link in vain; the claim decides.</summary>
    public async Task<Outcome<CustomerTold>> QuestionEmail(
        string token,
        string emailKey,
        string email
    )
    {
        var owner = await EmailClaim(emailKey).GetOwner();
        return owner is null || owner == Id.Value
            ? await Tell(
                await Transact(
                    (customer, now) => customer.QuestionEmail(token, emailKey, email, now)
                )
            )
            : CustomerRejections.EmailTaken;
    }

    public async Task<Outcome<EmailChange>> VerifyEmail(string token, Deadline notAfter)
    {
        var planned = await Transact((customer, now) => customer.PlanVerification(token, now));
        if (!planned.IsAccepted)
            return planned.Rejection;

        var (before, beforeKey, key) = (State.Email, State.EmailKey!, planned.Value.EmailKey);
        if (key != beforeKey)
        {
            var claimed = await EmailClaim(key).Claim(Id.Value, notAfter);
            if (!claimed.IsAccepted)
                return claimed.Rejection;
            if (claimed.Value != Id.Value)
                return CustomerRejections.EmailTaken;

            await EmailClaim(beforeKey).Doubt(Id.Value, notAfter);
        }

        var told = await Tell(
            await Transact((customer, now) => customer.VerifyEmail(token, notAfter, now))
        );
        if (!told.IsAccepted)
            return told.Rejection;
        if (key == beforeKey)
            return new EmailChange(told.Value, FormerEmail: null);

        await Task.WhenAll(
            EmailClaim(key).Confirm(Id.Value, notAfter),
            EmailClaim(beforeKey).Release(Id.Value, notAfter)
        );
        return new EmailChange(told.Value, before);
    }

    public async Task<Outcome<CustomerTold>> BeginReset(string token) =>
        await Tell(await Transact((customer, now) => customer.BeginReset(token, now)));

    public async Task<Outcome<CustomerTold>> ResetPassword(string token, string password) =>
        await Tell(await Transact((customer, now) => customer.ResetPassword(token, password, now)));

    public async Task<Outcome<CustomerTold>> ChangePassword(
        string password,
        string? replaces,
        SessionId? except
    ) =>
        await Tell(
            await Transact(
                (customer, now) => customer.ChangePassword(password, replaces, except, now)
            )
        );

    private async Task<Outcome<CustomerTold>> Tell(Outcome<bool> done) =>
        done.IsAccepted ? await Get() : done.Rejection;

    private IClaimGrain EmailClaim(string key) =>
        GrainFactory.Claim(CustomerLimits.EmailClaim, key);
}
