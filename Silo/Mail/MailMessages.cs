using Commerce.Secrets;
using MimeKit;

namespace Commerce.Notifications;

/// <summary>Opens mails as they leave. The same mail is the same message each time.</summary>
internal sealed class MailMessages(MailSettings settings, Sealer sealer)
{
    public MimeMessage Open(OutgoingMail mail)
    {
        var content = MailContent.Parse(sealer.Open(mail.Content, mail.WrappedKey));
        return new(
            [settings.From],
            [new MailboxAddress(name: null, content.To)],
            content.Subject,
            new TextPart("plain") { Text = content.Text }
        )
        {
            MessageId = $"{mail.Id}@{settings.From.Domain}",
        };
    }
}
