using Commerce.Secrets;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Commerce.SignIn;

/// <summary>The keys of several silos that keep them in one place.</summary>
public abstract class SigningKeysContract : IDisposable
{
    private const int Silos = 4;
    private static readonly TimeSpan Period = TimeSpan.FromDays(90);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly TemporaryFolder _folder = new();
    private readonly List<ServiceProvider> _silos = [];
    private readonly FakeTimeProvider _time = new();

    private protected string Folder => _folder.Path;

    [Fact]
    public async Task Silos_that_start_together_make_one_key()
    {
        var silos = await Start();
        var rings = await ReadAll(silos);

        var key = Assert.Single(
            rings.SelectMany(ring => ring.Keys.Select(each => each.Id)).Distinct()
        );
        Assert.All(rings, ring => Assert.Equal(key, Assert.Single(ring.Keys).Id));
    }

    [Fact]
    public async Task A_new_key_is_known_to_all_before_it_signs_and_the_old_one_after()
    {
        var silos = await Start();
        var first = (await ReadAll(silos))[0].Keys[0].Id;

        _time.Advance(Period - KeyRing.Lead);
        var published = await ReadAll(silos);
        _time.Advance(KeyRing.Lead - Second);
        var before = Signing(await ReadAll(silos));
        _time.Advance(Second);
        var after = await ReadAll(silos);

        var second = published[0].Keys[1].Id;
        Assert.All(published, ring => Assert.Equal([first, second], Ids(ring)));
        Assert.All(before, key => Assert.Equal(first, key));
        Assert.All(Signing(after), key => Assert.Equal(second, key));
        Assert.All(after, ring => Assert.Equal([first, second], Ids(ring)));
    }

    [Fact]
    public async Task What_no_token_needs_any_more_is_gone_with_the_turn_after()
    {
        var silos = await Start();
        var first = (await ReadAll(silos))[0].Keys[0].Id;

        _time.Advance(Period);
        await ReadAll(silos);
        _time.Advance(Period);
        var rings = await ReadAll(silos);

        Assert.All(rings, ring => Assert.DoesNotContain(first, Ids(ring)));
        Assert.All(rings, ring => Assert.Equal(2, ring.Keys.Count));
    }

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _silos.ForEach(silo => silo.Dispose());
        _folder.Dispose();
    }

    /// <summary>Where they are kept, if it is not in <see cref="Folder"/>.</summary>
    private protected abstract Task<string?> Postgres();

    private async Task<SigningKeys[]> Start()
    {
        var settings = new SignInSettings(
            Issuer: null,
            Folder,
            await Postgres(),
            TimeSpan.FromMinutes(10),
            TimeSpan.FromDays(30),
            Period,
            Clients: [],
            Providers: [],
            ProviderPatience: TimeSpan.FromSeconds(5)
        );
        for (var i = 0; i < Silos; i++)
        {
            var silo = new ServiceCollection()
                .AddLogging()
                .AddSingleton<TimeProvider>(_time)
                .AddSingleton(new ServerKeys(Folder, "op", Options.Create(new JsonOptions())))
                .AddSingleton(all => new Sealer(all.GetRequiredService<ServerKeys>()))
                .AddSignIn(settings);
            _silos.Add(silo.BuildServiceProvider());
        }

        return [.. _silos.Select(silo => silo.GetRequiredService<SigningKeys>())];
    }

    private static Task<KeyRing[]> ReadAll(SigningKeys[] silos) =>
        Task.WhenAll(silos.Select(silo => Task.Run(async () => await silo.Read())));

    private List<string> Signing(KeyRing[] rings) =>
        [.. rings.Select(ring => ring.Signing(_time.GetUtcNow()).Id)];

    private static IEnumerable<string> Ids(KeyRing ring) => ring.Keys.Select(each => each.Id);
}

public sealed class SqliteSigningKeysTests : SigningKeysContract
{
    private protected override Task<string?> Postgres() => Task.FromResult<string?>(null);
}

public sealed class PostgresSigningKeysTests(Commerce.Postgres.SharedPostgres shared)
    : SigningKeysContract
{
    private protected override async Task<string?> Postgres() => await shared.CreateDatabase();
}
