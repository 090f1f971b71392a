using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Commerce.Certificates;

/// <summary>Who says which processes are of a cluster: a certificate with its key.</summary>
public sealed class Authority : IDisposable
{
    private const string ServerPurpose = "1.3.6.1.5.5.7.3.1";
    private const string ClientPurpose = "1.3.6.1.5.5.7.3.2";
    private const int Years = 5;

    /// <summary>Clocks of machines differ by less.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    private readonly X509Certificate2 _certificate;

    private Authority(X509Certificate2 certificate) => _certificate = certificate;

    public string Pem => _certificate.ExportCertificatePem();

    public string KeyPem => KeyOf(_certificate);

    public DateTimeOffset End => new(_certificate.NotAfter.ToUniversalTime());

    /// <summary>Makes a new one; each has a name of its own.</summary>
    public static Authority Make(string cluster, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var mark = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
        var request = new CertificateRequest(
            $"CN=authority of {cluster} {mark}",
            key,
            HashAlgorithmName.SHA256
        );
        request.CertificateExtensions.Add(
            X509BasicConstraintsExtension.CreateForCertificateAuthority(pathLengthConstraint: 0)
        );
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true)
        );
        request.CertificateExtensions.Add(
            new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false)
        );
        return new(request.CreateSelfSigned(now - Skew, now.AddYears(Years)));
    }

    /// <exception cref="CryptographicException">They are not of each other.</exception>
    public static Authority Read(string pem, string keyPem) =>
        new(X509Certificate2.CreateFromPem(pem, keyPem));

    /// <summary>Makes a certificate with a key of its own, for who is called so.</summary>
    /// <param name="isServer">Whether others connect to it; it connects to others in any
    /// case.</param>
    /// <param name="start">From when it is valid, some minutes less.</param>
    public (string Pem, string KeyPem) Certify(
        string name,
        bool isServer,
        DateTimeOffset start,
        DateTimeOffset end
    )
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        var purposes = new OidCollection { new(ClientPurpose) };
        if (isServer)
            purposes.Add(new(ServerPurpose));
        X509Extension[] extensions =
        [
            names.Build(),
            new X509EnhancedKeyUsageExtension(purposes, critical: true),
            new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true),
            X509BasicConstraintsExtension.CreateForEndEntity(),
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(
                _certificate,
                includeKeyIdentifier: true,
                includeIssuerAndSerial: false
            ),
        ];
        foreach (var extension in extensions)
            request.CertificateExtensions.Add(extension);
        using var certificate = request.Create(
            _certificate,
            start - Skew,
            end < End ? end : End,
            RandomNumberGenerator.GetBytes(16)
        );
        return (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    public void Dispose() => _certificate.Dispose();

    private static string KeyOf(X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPrivateKey()!;
        return key.ExportPkcs8PrivateKeyPem();
    }
}
