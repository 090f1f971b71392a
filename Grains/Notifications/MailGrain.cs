using Commerce.EventSourcing;

namespace Commerce.Notifications;

[GrainType("mail")]
public sealed class MailGrain(AggregateRuntime runtime, ISubjectKeys subjects, IMailPort port)
    : AggregateGrain<Mail, MailEvent>(runtime),
        IMailGrain
{
    private Task _sending = Task.CompletedTask;

    public Task<Outcome<bool>> Queue(string subject, string content, DateTimeOffset until) =>
        Transact((mail, _) => mail.Queue(subject, content, until));

    /// <summary>One at a time: its alarm may ring again while it is being handed over.</summary>
    protected override Task OnWake() => _sending.IsCompleted ? _sending = Send() : _sending;

    private async Task Send()
    {
        var isDue = await Settle((mail, now) => mail.Try(now));
        if (!isDue.Value || State.Subject is not { } subject)
            return;

        if (await subjects.Read(subject) is not { } key)
        {
            await Settle((mail, _) => mail.GiveUp("erased"));
            return;
        }

        try
        {
            await port.Send(new(this.GetPrimaryKeyString(), State.Content, key));
            await Settle((mail, _) => mail.Sent());
            DeactivateOnIdle();
        }
        catch (MailNotTakenException e)
        {
            await Settle(
                (mail, now) => e.IsFinal ? mail.GiveUp(e.Message) : mail.Fail(e.Message, now)
            );
        }
    }
}
