using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Commerce.Http;

namespace Commerce.Clustering;

/// <summary>
/// What this process shows the others of its cluster, and whom it believes. The files are read
/// before each handshake, so that they may be replaced while it runs; where they cannot be used,
/// as between the writing of one and the next, those before are.
/// </summary>
public sealed partial class ClusterCertificates
{
    private const string ServerPurpose = "1.3.6.1.5.5.7.3.1";
    private const string ClientPurpose = "1.3.6.1.5.5.7.3.2";

    private readonly string _cluster;
    private readonly ClusterRole _role;
    private readonly string[] _paths;
    private volatile Credentials _current;

    private ClusterCertificates(string cluster, ClusterRole role, string[] paths)
    {
        (_cluster, _role, _paths) = (cluster, role, paths);
        _current = Load();
    }

    /// <summary>Reads the files that the settings name; <c>null</c> if they name none.</summary>
    /// <param name="settings">Those of the process.</param>
    /// <param name="cluster">Its name, which the certificates carry.</param>
    /// <param name="role">What this process is; a silo may do all that a frontend may.</param>
    /// <exception cref="SettingException">No connection could be made with them.</exception>
    public static ClusterCertificates? Read(
        IConfiguration settings,
        string cluster,
        ClusterRole role
    )
    {
        string[] names = ["Cluster:Tls:Certificate", "Cluster:Tls:Key", "Cluster:Tls:Authority"];
        var lacking = names.Where(name => string.IsNullOrWhiteSpace(settings[name])).ToList();
        return lacking.Count == names.Length ? null
            : lacking is [var first, ..]
                ? throw new SettingException($"{first} is missing: the three go together.")
            : new(cluster, role, [.. names.Select(name => settings[name]!)]);
    }

    /// <summary>When the certificate that the next handshake shows runs out.</summary>
    /// <param name="log">Is told where new files cannot be used.</param>
    public DateTimeOffset NotAfter(ILogger log) => new(Current(log).Own.TargetCertificate.NotAfter);

    internal SslClientAuthenticationOptions Dial(ILogger log)
    {
        var current = Current(log);
        return new()
        {
            TargetHost = ClusterNames.Of(ClusterRole.Silo, _cluster),
            ClientCertificateContext = current.Own,
            CertificateChainPolicy = current.Policy,
            EnabledSslProtocols = SslProtocols.Tls13,
            AllowTlsResume = false,
            RemoteCertificateValidationCallback = Check(ClusterRole.Silo),
        };
    }

    internal SslServerAuthenticationOptions Accept(ClusterRole[] from, ILogger log)
    {
        var current = Current(log);
        return new()
        {
            ServerCertificateContext = current.Own,
            ClientCertificateRequired = true,
            CertificateChainPolicy = current.Policy,
            EnabledSslProtocols = SslProtocols.Tls13,
            // Whoever comes back shows its certificate again: it may have expired meanwhile.
            AllowTlsResume = false,
            RemoteCertificateValidationCallback = Check(from),
        };
    }

    /// <summary>Throws where it is not believed: the reason is for the log.</summary>
    private RemoteCertificateValidationCallback Check(params ClusterRole[] roles) =>
        (_, shown, chain, errors) =>
            shown is null ? throw new AuthenticationException("It shows no certificate.")
            : errors is not SslPolicyErrors.None
                ? throw new AuthenticationException($"{Called(shown)}: {Why(chain)}")
            : IsOneOf((X509Certificate2)shown, roles) ? true
            : throw new AuthenticationException($"{Called(shown)} has no business here.");

    private bool IsOneOf(X509Certificate2 shown, params ClusterRole[] roles) =>
        roles.Any(role =>
            shown.MatchesHostname(
                ClusterNames.Of(role, _cluster),
                allowWildcards: false,
                allowCommonName: false
            )
        );

    private static string Called(X509Certificate shown) => $"The certificate {shown.Subject}";

    private static string Why(X509Chain? chain) =>
        chain is { ChainStatus: [{ StatusInformation: var reason }, ..] }
            ? reason.Trim()
            : "it is made out to another name.";

    private Credentials Current(ILogger log)
    {
        try
        {
            _current = Load();
        }
        catch (SettingException e)
        {
            // Half of the new ones are there, or somebody made a mistake.
            KeptOld(log, e.Message);
        }

        return _current;
    }

    private Credentials Load()
    {
        var texts = new string[_paths.Length];
        for (var i = 0; i < texts.Length; i++)
        {
            try
            {
                texts[i] = File.ReadAllText(_paths[i]);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new SettingException($"Cluster:Tls: {e.Message}");
            }
        }

        return _current is { } known && known.Texts.SequenceEqual(texts, StringComparer.Ordinal)
            ? known
            : Make(texts);
    }

    private Credentials Make(string[] texts)
    {
        try
        {
            var own = X509Certificate2.CreateFromPem(texts[0], texts[1]);
            var policy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                DisableCertificateDownloads = true,
            };
            policy.CustomTrustStore.ImportFromPem(texts[2]);
            RequireFit(own, policy);
            return new(
                texts,
                SslStreamCertificateContext.Create(
                    own,
                    additionalCertificates: null,
                    offline: true
                ),
                policy
            );
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new SettingException(
                $"Cluster:Tls: {string.Join(", ", _paths)} are no certificate, its key and its "
                    + $"authority: {e.Message}"
            );
        }
    }

    /// <summary>The others would refuse it: better to hear of it here.</summary>
    private void RequireFit(X509Certificate2 own, X509ChainPolicy policy)
    {
        if (!IsOneOf(own, _role, ClusterRole.Silo))
            throw new SettingException(
                $"Cluster:Tls:Certificate is not that of {ClusterNames.Of(_role, _cluster)}."
            );

        using var chain = new X509Chain { ChainPolicy = policy.Clone() };
        chain.ChainPolicy.ApplicationPolicy.Add(new(ClientPurpose));
        if (_role is ClusterRole.Silo)
            chain.ChainPolicy.ApplicationPolicy.Add(new(ServerPurpose));
        if (!chain.Build(own))
            throw new SettingException(
                $"Cluster:Tls:Certificate, valid from {own.NotBefore.ToUniversalTime():u} to "
                    + $"{own.NotAfter.ToUniversalTime():u}, is not accepted: {Why(chain)}"
            );
    }

    [LoggerMessage(LogLevel.Warning, "The certificates read before go on to serve: {Reason}")]
    private static partial void KeptOld(ILogger log, string reason);

    private sealed record Credentials(
        string[] Texts,
        SslStreamCertificateContext Own,
        X509ChainPolicy Policy
    );
}
