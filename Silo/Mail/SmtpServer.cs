using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Commerce.Notifications;

/// <summary>Hands mails to a server by SMTP, encrypted from the start or once it can.</summary>
internal sealed class SmtpServer(Uri server, MailMessages messages) : IMailPort
{
    private const int SubmissionPort = 587;
    private const int TlsPort = 465;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public async Task Send(OutgoingMail mail)
    {
        using var message = messages.Open(mail);
        using var client = new SmtpClient();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await Send(client, message, patience.Token);
        }
        catch (SmtpCommandException e)
        {
            var isFinal = (int)e.StatusCode is >= 500 and < 600;
            throw new MailNotTakenException($"smtp {(int)e.StatusCode}", isFinal, e);
        }
        catch (Exception e)
            when (e
                    is IOException
                        or SocketException
                        or ProtocolException
                        or OperationCanceledException
                        or SslHandshakeException
                        or AuthenticationException
            )
        {
            throw new MailNotTakenException(e.GetType().Name, isFinal: false, e);
        }
    }

    private async Task Send(SmtpClient client, MimeMessage message, CancellationToken patience)
    {
        var isTls = server.Scheme is "smtps";
        var port =
            server.Port > 0 ? server.Port
            : isTls ? TlsPort
            : SubmissionPort;
        var security = isTls
            ? SecureSocketOptions.SslOnConnect
            : SecureSocketOptions.StartTlsWhenAvailable;
        await client.ConnectAsync(server.Host, port, security, patience);
        if (server.UserInfo.Split(':', 2) is [{ Length: > 0 } user, var password])
        {
            await client.AuthenticateAsync(
                Uri.UnescapeDataString(user),
                Uri.UnescapeDataString(password),
                patience
            );
        }

        await client.SendAsync(message, patience);
        await client.DisconnectAsync(quit: true, patience);
    }
}
