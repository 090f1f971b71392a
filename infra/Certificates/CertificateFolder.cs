using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Commerce.Certificates;

/// <summary>
/// The certificates of a cluster, as files that its processes read while they run: each is
/// replaced as a whole. One authority may follow another without a stop, in three steps: add the
/// next, renew, drop the one before; each once all processes have what the step before made.
/// </summary>
public sealed class CertificateFolder(string folder, string cluster, TimeProvider time)
{
    private static readonly TimeSpan Life = TimeSpan.FromDays(30);

    /// <summary>The certificates of whom is believed.</summary>
    public string Authorities => Path.Combine(folder, "authority.pem");

    private string AuthorityKey => Path.Combine(folder, "authority.key");

    private string NextKey => Path.Combine(folder, "authority.next.key");

    public string CertificateOf(string role) => Path.Combine(folder, $"{role}.pem");

    public string KeyOf(string role) => Path.Combine(folder, $"{role}.key");

    /// <summary>
    /// Makes new certificates for silos and frontends, of the newest authority; makes that, too,
    /// where there is none.
    /// </summary>
    /// <returns>What was made, in lines.</returns>
    public IEnumerable<string> Renew()
    {
        Directory.CreateDirectory(folder);
        var now = time.GetUtcNow();
        if (File.Exists(NextKey))
        {
            File.Move(NextKey, AuthorityKey, overwrite: true);
        }
        else if (!File.Exists(AuthorityKey))
        {
            using var made = Authority.Make(cluster, now);
            Write(AuthorityKey, made.KeyPem);
            Write(Authorities, made.Pem);
            yield return $"{Authorities}: whom all believe, until {made.End:u}.";
            yield return $"{AuthorityKey}: keep it from everybody.";
        }

        using var authority = Signing();
        foreach (var (role, isServer) in ((string, bool)[])[("silo", true), ("frontend", false)])
        {
            var name = $"{role}.{cluster}";
            var (pem, key) = authority.Certify(name, isServer, now, now + Life);
            Write(KeyOf(role), key);
            Write(CertificateOf(role), pem);
            using var certificate = X509Certificate2.CreateFromPem(pem);
            var end = certificate.NotAfter.ToUniversalTime();
            yield return $"{CertificateOf(role)}, {role}.key: {name}, until {end:u}.";
        }
    }

    /// <summary>
    /// Makes another authority, which is believed besides the one that is there, and signs from
    /// the next renewal on.
    /// </summary>
    public IEnumerable<string> AddAuthority()
    {
        using var next = Authority.Make(cluster, time.GetUtcNow());
        Write(NextKey, next.KeyPem);
        Write(Authorities, string.Join('\n', File.ReadAllText(Authorities).TrimEnd(), next.Pem));
        yield return $"{Authorities}: believes another authority, too, until {next.End:u}.";
    }

    /// <summary>Leaves only the authority that signs.</summary>
    public IEnumerable<string> DropAuthorities()
    {
        using var authority = Signing();
        File.Delete(NextKey);
        Write(Authorities, authority.Pem);
        yield return $"{Authorities}: believes one authority, until {authority.End:u}.";
    }

    /// <exception cref="CryptographicException">The key is of none that is believed.</exception>
    private Authority Signing()
    {
        var key = File.ReadAllText(AuthorityKey);
        var all = new X509Certificate2Collection();
        all.ImportFromPemFile(Authorities);
        using var own = ECDsa.Create();
        own.ImportFromPem(key);
        var mine = own.ExportSubjectPublicKeyInfo();
        var signing = all.FirstOrDefault(each =>
            each.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(mine)
        );
        return signing is null
            ? throw new CryptographicException($"{AuthorityKey} is no key of {Authorities}.")
            : Authority.Read(signing.ExportCertificatePem(), key);
    }

    /// <summary>Aside, for its owner alone, and then to its place.</summary>
    private static void Write(string path, string text)
    {
        var aside = path + ".new";
        File.Delete(aside);
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var file = new StreamWriter(aside, options))
        {
            file.WriteLine(text);
        }

        File.Move(aside, path, overwrite: true);
    }
}
