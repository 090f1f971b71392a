using System.Data.Common;
using Commerce.Secrets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Client;
using OpenIddict.Server;

namespace Commerce.SignIn;

/// <summary>
/// The keys of all silos together, read when somebody needs them and again each minute: whoever
/// finds then that the next one is due makes it.
/// </summary>
internal sealed partial class SigningKeys(
    IServiceScopeFactory scopes,
    SignInSettings settings,
    Sealer sealer,
    TimeProvider time,
    ILogger<SigningKeys> log
)
    : IConfigureOptions<OpenIddictServerOptions>,
        IOptionsChangeTokenSource<OpenIddictServerOptions>,
        IConfigureOptions<OpenIddictClientOptions>,
        IOptionsChangeTokenSource<OpenIddictClientOptions>,
        IDisposable
{
    /// <summary>How often they are read: far more often than <see cref="KeyRing.Lead"/>.</summary>
    private static readonly TimeSpan Often = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _turn = new(1);
    private CancellationTokenSource _changed = new();
    private KeyRing? _ring;
    private RingKey? _signing;
    private DateTimeOffset _read;

    public string Name => Options.DefaultName;

    /// <summary>The keys, as they are by now.</summary>
    public async ValueTask<KeyRing> Read()
    {
        if (_ring is { } known && time.GetUtcNow() - _read < Often)
            return known;

        await _turn.WaitAsync();
        try
        {
            var now = time.GetUtcNow();
            if (_ring is null || now - _read >= Often)
                await Renew(now);
            return _ring!;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>OpenIddict signs with the first, and publishes and believes all.</summary>
    public void Configure(OpenIddictServerOptions options) =>
        Put(options.SigningCredentials, options.EncryptionCredentials);

    /// <summary>What people bring back who sign in elsewhere is signed and hidden, too.</summary>
    public void Configure(OpenIddictClientOptions options) =>
        Put(options.SigningCredentials, options.EncryptionCredentials);

    public IChangeToken GetChangeToken() => new CancellationChangeToken(_changed.Token);

    public void Dispose()
    {
        _turn.Dispose();
        _changed.Dispose();
    }

    private void Put(List<SigningCredentials> signing, List<EncryptingCredentials> encryption)
    {
        foreach (var key in _ring?.ByUse(time.GetUtcNow()) ?? [])
        {
            signing.Add(new(key.Signature, SecurityAlgorithms.EcdsaSha256));
            encryption.Add(
                new(
                    key.Encryption,
                    SecurityAlgorithms.Aes256KW,
                    SecurityAlgorithms.Aes256CbcHmacSha512
                )
            );
        }
    }

    /// <summary>Tokens are judged by the keys that were known while the database is away.</summary>
    private async Task Renew(DateTimeOffset now)
    {
        var isFirst = _ring is null;
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var context = scope.ServiceProvider.GetRequiredService<SignInContext>();
            if (isFirst)
                await SignInDatabase.Prepare(context);
            var ring = await Read(context);
            if (ring.Next(now, settings.KeyPeriod) is not null)
                ring = await Turn(context, now);
            if (isFirst)
                await scope.ServiceProvider.GetRequiredService<Clients>().Settle(settings.Clients);
            Take(ring, now);
        }
        catch (Exception e) when (!isFirst && (e is DbException || e.InnerException is DbException))
        {
            _read = now;
            NotRead(log, e);
        }
    }

    private void Take(KeyRing ring, DateTimeOffset now)
    {
        var isChanged =
            _ring is null || !ring.Keys.SequenceEqual(_ring.Keys) || ring.Signing(now) != _signing;
        (_read, _signing) = (now, ring.Signing(now));
        if (!isChanged)
            return;

        _ring = ring;
        var changed = Interlocked.Exchange(ref _changed, new());
        changed.Cancel();
        changed.Dispose();
    }

    private async Task<KeyRing> Read(SignInContext context)
    {
        var known = (_ring?.Keys ?? []).ToDictionary(key => key.Id, StringComparer.Ordinal);
        var stored = await context.Keys.AsNoTracking().OrderBy(key => key.Begins).ToListAsync();
        return new([
            .. stored.Select(key =>
                known.GetValueOrDefault(key.Id)
                ?? RingKey.Of(
                    key.Id,
                    new(DateTime.SpecifyKind(key.Begins, DateTimeKind.Utc)),
                    sealer.OpenKey(key.Wrapped)
                )
            ),
        ]);
    }

    /// <summary>Makes the next key, unless another silo just has, and drops those that are
    /// over.</summary>
    private async Task<KeyRing> Turn(SignInContext context, DateTimeOffset now)
    {
        await using var transaction = await SignInDatabase.Lock(context);
        var ring = await Read(context);
        if (ring.Next(now, settings.KeyPeriod) is { } begins)
        {
            var (key, secret) = RingKey.Make(begins);
            context.Keys.Add(new(key.Id, begins.UtcDateTime, sealer.Wrap(secret)));
            await context.SaveChangesAsync();
        }

        var over = ring.Over(now, settings.RefreshTokens + settings.AccessTokens)
            .Select(key => key.Id)
            .ToList();
        await context.Keys.Where(key => over.Contains(key.Id)).ExecuteDeleteAsync();
        ring = await Read(context);
        await transaction.CommitAsync();
        return ring;
    }

    [LoggerMessage(LogLevel.Warning, "The keys that sign could not be read.")]
    private static partial void NotRead(ILogger log, Exception e);
}
