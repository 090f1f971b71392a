using System.Threading.Channels;
using Commerce.Notifications;
using Commerce.Secrets;

namespace Commerce.Customers;

/// <summary>
/// Mails those who forgot their password, after they were answered: nobody learns from the answer,
/// or how long it takes, who has an account. What is lost when a process dies is asked for again.
/// </summary>
internal sealed partial class ForgottenPasswords(
    IGrainFactory grains,
    ServerKeys keys,
    Sealer sealer,
    Mails mails,
    AccountMails texts,
    ILogger<ForgottenPasswords> log
) : BackgroundService
{
    private const int WaitingMax = 1_000;

    private readonly Channel<string> _waiting = Channel.CreateBounded<string>(WaitingMax);

    /// <summary>Whether there is room for another one.</summary>
    public bool Add(string email) => _waiting.Writer.TryWrite(email);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var email in _waiting.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await Mail(email);
            }
#pragma warning disable CA1031 // Whatever became of one, the next is mailed.
            catch (Exception e)
#pragma warning restore CA1031
            {
                MailingFailed(log, e);
            }
        }
    }

    private async Task Mail(string email)
    {
        var claim = grains.Claim(CustomerLimits.EmailClaim, keys.EmailKey(email));
        if (await claim.GetOwner() is not { } owner)
            return;

        var token = MailedToken.New(new(owner));
        var begun = await grains.Customer(token.Customer).BeginReset(token.Hash);
        if (begun.IsAccepted)
        {
            var mail = texts.Reset(begun.Value.OpenEmail(sealer), token.Text);
            await mails.Queue(begun.Value, mail, CustomerLimits.ResetLife);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Somebody who forgot their password could not be mailed.")]
    private static partial void MailingFailed(ILogger log, Exception e);
}
