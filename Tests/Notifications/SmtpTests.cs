using System.Net.Http.Json;
using Commerce.Customers;
using Commerce.EventSourcing;
using Commerce.Http;
using Commerce.Postboxes;
using Commerce.Views;
using SmtpServer.Protocol;

namespace Commerce.Notifications;

/// <summary>Mails reach a server that speaks SMTP, at once or as soon as it takes them.</summary>
public sealed class SmtpTests : IAsyncLifetime
{
    private const string To = "nora@example.com";

    private static readonly SmtpResponse Full = new(SmtpReplyCode.InsufficientStorage, "full");
    private static readonly SmtpResponse Unknown = new(SmtpReplyCode.MailboxUnavailable, "none");

    private readonly GrainTime _time = new();
    private readonly Postbox _postbox = new();
    private readonly EdgeStore _store;

    public SmtpTests() =>
        _store = new($"--Mail:Smtp={_postbox.Url}", "--Mail:From=The shop <shop@example.com>")
        {
            Alter = _time.Stand,
        };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _store.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        await _postbox.DisposeAsync();
    }

    [Fact]
    public async Task A_mail_is_handed_over_once_as_it_was_written()
    {
        await Queue("Zoë's address", "Grüße, and a link.");

        var mail = await _postbox.Next();

        Assert.Equal(("Zoë's address", To), (mail.Subject, mail.To.Mailboxes.Single().Address));
        Assert.Equal("shop@example.com", mail.From.Mailboxes.Single().Address);
        Assert.Contains("Grüße, and a link.", mail.TextBody, StringComparison.Ordinal);
        await Happened("mail.sent");
        Assert.Equal(1, _postbox.Tries);
    }

    [Fact]
    public async Task A_server_that_has_no_room_is_asked_again()
    {
        _postbox.Answer = Full;
        await Queue("later", "text");
        var stream = await Happened("mail.failed");
        await GrainTime.Wake(_store.Service<IGrainFactory>(), stream);
        Assert.Equal(1, _postbox.Tries);

        _postbox.Answer = SmtpResponse.Ok;
        _time.Advance(Mail.PauseMin);
        await GrainTime.Wake(_store.Service<IGrainFactory>(), stream);

        Assert.Equal("later", (await _postbox.Next()).Subject);
        await Happened("mail.sent");
    }

    [Fact]
    public async Task A_server_that_refuses_is_not_asked_again_and_the_mail_goes_after_a_month()
    {
        _postbox.Answer = Unknown;
        await Queue("never", "text");
        var stream = await Happened("mail.given-up");
        _time.Advance(Mail.KeptOver);
        await _store.Http.PostAsJsonAsync("/api/v1/carts", new { currency = "EUR" }, Cancellation);
        await _store.Service<IGrainFactory>().CatchUp();

        await GrainTime.Wake(_store.Service<IGrainFactory>(), stream);

        Assert.Equal(1, _postbox.Tries);
        var left = _store.Service<IJournal>().Read(stream, after: 0, Cancellation);
        Assert.False(await left.AnyAsync(Cancellation));
    }

    private async Task Queue(string subject, string text)
    {
        var opened = await _store.Service<Registrations>().Register(To, new(), true);
        var mails = _store.Service<Mails>();
        var mail = new MailContent(To, subject, text);
        await mails.Queue(opened.Value!, mail, TimeSpan.FromHours(1));
    }

    /// <summary>Completes with the stream of the first event of a kind.</summary>
    private async Task<string> Happened(string kind)
    {
        var journal = _store.Service<IJournal>();
        for (var after = 0L; ; )
        {
            await journal.WaitBeyond(after, Cancellation);
            var page = await journal.ReadTail(after, 1_000);
            if (page.FirstOrDefault(each => each.Kind == kind) is { } found)
                return found.Stream;

            after = page[^1].Position;
        }
    }
}
