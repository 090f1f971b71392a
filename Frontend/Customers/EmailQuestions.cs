using Commerce.Notifications;
using Commerce.Secrets;

namespace Commerce.Customers;

/// <summary>Asks by mail whether an address is a customer's.</summary>
internal sealed class EmailQuestions(
    IGrainFactory grains,
    ServerKeys keys,
    Sealer sealer,
    Mails mails,
    AccountMails texts
)
{
    /// <summary>At the address that they have.</summary>
    public async Task<Outcome<CustomerTold>> AskAgain(CustomerId customer)
    {
        var told = await grains.Customer(customer).Get();
        return told.IsAccepted
            ? await Ask(told.Value, told.Value.OpenEmail(sealer))
            : told.Rejection;
    }

    /// <summary>At another address, which is theirs once they say so.</summary>
    public async Task<Outcome<CustomerTold>> AskAt(CustomerId customer, string typed)
    {
        var email = EmailAddress.Plain(typed);
        if (!EmailAddress.IsOne(email) || email.Length > EmailAddress.TextMax)
            return ProfileRules.Invalid([ProfileRules.Flaw("/email")]);

        var told = await grains.Customer(customer).Get();
        return told.IsAccepted ? await Ask(told.Value, email) : told.Rejection;
    }

    private async Task<Outcome<CustomerTold>> Ask(CustomerTold customer, string email)
    {
        var token = MailedToken.New(customer.Id);
        var asked = await grains
            .Customer(customer.Id)
            .QuestionEmail(
                token.Hash,
                keys.EmailKey(email),
                sealer.Seal(email, customer.WrappedKey.AsSpan())
            );
        if (!asked.IsAccepted)
            return asked.Rejection;

        var mail = texts.Verify(email, token.Text);
        var queued = await mails.Queue(customer, mail, CustomerLimits.VerificationLife);
        return queued.IsAccepted ? asked : queued.Rejection;
    }
}
