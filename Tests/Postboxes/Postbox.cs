using System.Buffers;
using System.Threading.Channels;
using Commerce.Clustering;
using MimeKit;
using SmtpServer;
using SmtpServer.Protocol;
using SmtpServer.Storage;
using Services = SmtpServer.ComponentModel.ServiceProvider;

namespace Commerce.Postboxes;

/// <summary>A mail server that keeps what it is handed, or says why it does not.</summary>
internal sealed class Postbox : MessageStore, IAsyncDisposable
{
    private readonly int _port = FreePort.Find();
    private readonly Channel<MimeMessage> _mails = Channel.CreateUnbounded<MimeMessage>();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    public Postbox()
    {
        var services = new Services();
        services.Add(this);
        var options = new SmtpServerOptionsBuilder().ServerName("postbox").Port(_port).Build();
        _serving = new SmtpServer.SmtpServer(options, services).StartAsync(_stop.Token);
    }

    /// <summary>For a store's <c>Mail:Smtp</c>.</summary>
    public string Url => $"smtp://127.0.0.1:{_port}";

    /// <summary>What it says to whoever hands it a mail.</summary>
    public SmtpResponse Answer { get; set; } = SmtpResponse.Ok;

    /// <summary>How often it was handed one.</summary>
    public int Tries { get; private set; }

    /// <summary>Completes with the next mail that it took.</summary>
    public ValueTask<MimeMessage> Next() =>
        _mails.Reader.ReadAsync(TestContext.Current.CancellationToken);

    public override async Task<SmtpResponse> SaveAsync(
        ISessionContext context,
        IMessageTransaction transaction,
        ReadOnlySequence<byte> buffer,
        CancellationToken cancellationToken
    )
    {
        Tries++;
        if (Answer == SmtpResponse.Ok)
        {
            using var mail = new MemoryStream(buffer.ToArray());
            _mails.Writer.TryWrite(await MimeMessage.LoadAsync(mail, cancellationToken));
        }

        return Answer;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }
}
