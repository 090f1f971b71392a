using static Commerce.Notifications.MailEvent;

namespace Commerce.Notifications;

/// <summary>When a mail is tried, tried again, given up, and forgotten.</summary>
public sealed class MailAggregateTests
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Mail Queued = Mail.Initial.Evolve(
        new Queued("cus", "sealed", Noon.AddHours(12)),
        Noon
    );

    [Fact]
    public void A_mail_is_due_at_once_and_no_longer_when_it_was_sent()
    {
        Assert.Equal(Noon, Queued.WakeAt);
        Assert.True(Queued.Try(Noon).Reply.Value);
        Assert.False(Queued.Try(Noon.AddSeconds(-1)).Reply.Value);

        var sent = Queued.Evolve(new Sent(), Noon);

        Assert.Equal(Noon + Mail.KeptOver, sent.WakeAt);
        Assert.Equal(sent.WakeAt, sent.RemoveAt);
        Assert.False(sent.Try(Noon).Reply.Value);
        Assert.Empty(sent.Sent().Events);
        Assert.Empty(sent.GiveUp("erased").Events);
        Assert.Empty(sent.Fail("late", Noon).Events);
        Assert.Empty(sent.Queue("cus", "other", Noon).Events);
    }

    [Fact]
    public void Pauses_double_up_to_an_hour_until_it_is_of_no_use()
    {
        var (mail, now, pauses) = (Queued, Noon, new List<double>());
        while (mail.Try(now).Reply.Value)
        {
            mail = mail.Evolve(mail.Fail("421", now).Events.Single(), now);
            pauses.Add((mail.WakeAt!.Value - now).TotalSeconds);
            now = mail.WakeAt.Value;
        }

        Assert.Equal([10, 20, 40, 80, 160, 320, 640, 1_280, 2_560, 3_600], pauses.Take(10));
        Assert.Equal(3_600, pauses.Max());
        Assert.Equal([new GivenUp("too late")], mail.Try(now).Events);
        Assert.Null(mail.RemoveAt);
        Assert.Equal(now + Mail.KeptOver, mail.Evolve(new GivenUp("too late"), now).RemoveAt);
    }
}
