using Commerce.Http;
using MimeKit;

namespace Commerce.Notifications;

/// <summary>Who delivers mails, and from whom they are.</summary>
/// <param name="Smtp">The server; <c>null</c>: nobody, they are put into a folder.</param>
internal sealed record MailSettings(MailboxAddress From, Uri? Smtp)
{
    private const string FromName = "Mail:From";
    private const string SmtpName = "Mail:Smtp";

    /// <exception cref="SettingException">A setting cannot be meant.</exception>
    public static MailSettings Read(IConfiguration settings)
    {
        var from = settings[FromName] is { Length: > 0 } said ? said : "Shop <shop@localhost>";
        if (!MailboxAddress.TryParse(from, out var mailbox))
            throw new SettingException($"{FromName} is as Shop <shop@example.com>, not '{from}'.");
        if (settings[SmtpName] is not { Length: > 0 } smtp)
            return new(mailbox, Smtp: null);

        // Not the value, which may have a password in it.
        return
            Uri.TryCreate(smtp, UriKind.Absolute, out var url)
            && url is { Scheme: "smtp" or "smtps", Host.Length: > 0 }
            ? new(mailbox, url)
            : throw new SettingException($"{SmtpName} is as smtps://user:password@host:465.");
    }
}
