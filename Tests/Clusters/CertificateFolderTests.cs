using System.Security.Cryptography.X509Certificates;
using Commerce.Certificates;
using Microsoft.Extensions.Time.Testing;

namespace Commerce.Clusters;

/// <summary>What <c>./dev certs</c> makes, and makes again.</summary>
public sealed class CertificateFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Keys_are_their_owners_alone()
    {
        Do(Files().Renew);

        var keys = Directory.GetFiles(_folder.Path, "*.key");
        Assert.Equal(3, keys.Length);
        Assert.All(
            keys,
            key =>
                Assert.True(
                    OperatingSystem.IsWindows()
                        || File.GetUnixFileMode(key)
                            is (UnixFileMode.UserRead | UnixFileMode.UserWrite)
                )
        );
    }

    [Fact]
    public void Asked_again_it_renews_for_thirty_days_and_keeps_the_authority()
    {
        Do(Files().Renew);
        var (authority, before) = (File.ReadAllText(Files().Authorities), End("silo"));
        _time.Advance(TimeSpan.FromDays(20));

        Do(Files().Renew);

        Assert.Equal(authority, File.ReadAllText(Files().Authorities));
        Assert.Equal(TimeSpan.FromDays(20), End("silo") - before);
        Assert.Equal(
            30,
            (End("frontend") - _time.GetUtcNow().UtcDateTime).TotalDays,
            tolerance: 0.1
        );
    }

    [Fact]
    public void No_certificate_outlives_its_authority()
    {
        Do(Files().Renew);
        var end = X509Certificate2.CreateFromPem(File.ReadAllText(Files().Authorities)).NotAfter;
        _time.Advance(TimeSpan.FromDays((5 * 365) - 10));

        Do(Files().Renew);

        Assert.Equal(end.ToUniversalTime(), End("silo"));
    }

    private CertificateFolder Files() => new(_folder.Path, "commerce", _time);

    private static void Do(Func<IEnumerable<string>> step) => Assert.NotEmpty(step().ToList());

    private DateTime End(string role)
    {
        var pem = File.ReadAllText(Files().CertificateOf(role));
        using var certificate = X509Certificate2.CreateFromPem(pem);
        return certificate.NotAfter.ToUniversalTime();
    }
}
