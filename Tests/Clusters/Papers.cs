using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Commerce.Certificates;
using Commerce.Clustering;
using Microsoft.AspNetCore.Connections;

namespace Commerce.Clusters;

/// <summary>What somebody may show at a door of a cluster, rightly or not.</summary>
internal sealed class Papers : IDisposable
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    /// <summary>When a silo's second certificate expires.</summary>
    public static readonly DateTimeOffset Renewed = Now.AddDays(20);

    private readonly TemporaryFolder _folder = new();
    private readonly Authority _authority = Authority.Make("commerce", Now.AddDays(-2));
    private readonly Authority _stranger = Authority.Make("commerce", Now.AddDays(-2));

    public Papers() => Write("authority.pem", _authority.Pem);

    public string AuthorityFile => _folder.File("authority.pem");

    public void Dispose()
    {
        _folder.Dispose();
        _authority.Dispose();
        _stranger.Dispose();
    }

    /// <summary>A certificate and its key, as PEM.</summary>
    public (string Pem, string KeyPem) Of(string kind)
    {
        var (soon, past) = (Now.AddDays(1), Now.AddMinutes(-1));
        return kind switch
        {
            "silo" => _authority.Certify("silo.commerce", isServer: true, Now, soon),
            "renewed silo" => _authority.Certify("silo.commerce", isServer: true, Now, Renewed),
            "frontend" => _authority.Certify("frontend.commerce", isServer: false, Now, soon),
            "expired" => _authority.Certify(
                "silo.commerce",
                isServer: true,
                past.AddDays(-1),
                past
            ),
            "another authority" => _stranger.Certify("silo.commerce", isServer: true, Now, soon),
            "another cluster" => _authority.Certify("silo.other", isServer: true, Now, soon),
            "another thing" => _authority.Certify("db.commerce", isServer: true, Now, soon),
            "another purpose" => _authority.Certify("silo.commerce", isServer: false, Now, soon),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, message: null),
        };
    }

    /// <summary>The settings of a process that has them.</summary>
    public string[] Settings(string kind)
    {
        var (pem, key) = Of(kind);
        return
        [
            $"--Cluster:Tls:Certificate={Write($"{kind}.pem", pem)}",
            $"--Cluster:Tls:Key={Write($"{kind}.key", key)}",
            $"--Cluster:Tls:Authority={AuthorityFile}",
        ];
    }

    public string Write(string name, string text)
    {
        File.WriteAllText(_folder.File(name), text);
        return _folder.File(name);
    }

    /// <summary>Shows them; <c>null</c>, where not even TLS is spoken.</summary>
    public Action<IConnectionBuilder>? Show(string kind) =>
        kind switch
        {
            "plaintext" => null,
            "nothing" => Show(context: null),
            "TLS 1.2" => Show(Context(Of("silo")), SslProtocols.Tls12),
            _ => Show(Context(Of(kind))),
        };

    /// <summary>Shows what it is given, and believes anybody.</summary>
    public static Action<IConnectionBuilder> Show(
        SslStreamCertificateContext? context,
        SslProtocols protocol = SslProtocols.Tls13
    )
    {
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = "silo.commerce",
            EnabledSslProtocols = protocol,
#pragma warning disable CA5359 // It is not who is in doubt here.
            RemoteCertificateValidationCallback = (_, _, _, _) => true,
#pragma warning restore CA5359
            ClientCertificateContext = context,
        };
        return MutualTls.Middleware(
            (stream, _, stop) => stream.AuthenticateAsClientAsync(options, stop)
        );
    }

    /// <summary>As a server shows them, to whoever comes.</summary>
    public SslServerAuthenticationOptions Serve(string kind) =>
        new() { ServerCertificateContext = Context(Of(kind)), ClientCertificateRequired = false };

    public static SslStreamCertificateContext Context((string Pem, string KeyPem) of) =>
        SslStreamCertificateContext.Create(
            X509Certificate2.CreateFromPem(of.Pem, of.KeyPem),
            additionalCertificates: null,
            offline: true
        );
}
