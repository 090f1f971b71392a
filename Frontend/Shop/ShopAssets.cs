using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;

namespace Commerce.Shopping;

/// <summary>
/// The shop's style, script and pictures. A hash of each stands in its name, so that browsers may
/// keep it for good: what changes is called otherwise.
/// </summary>
internal static class ShopAssets
{
    private const string Prefix = "shop/";
    private const string Forever = "public, max-age=31536000, immutable";

    private static readonly FrozenDictionary<string, string> Urls;
    private static readonly FrozenDictionary<string, byte[]> Files;

    static ShopAssets()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var (urls, files) = (
            new Dictionary<string, string>(StringComparer.Ordinal),
            new Dictionary<string, byte[]>(StringComparer.Ordinal)
        );
        foreach (var name in assembly.GetManifestResourceNames())
        {
            if (!name.StartsWith(Prefix, StringComparison.Ordinal))
                continue;

            using var content = new MemoryStream();
            using var resource = assembly.GetManifestResourceStream(name)!;
            resource.CopyTo(content);
            var bytes = content.ToArray();
            var hash = Convert.ToHexStringLower(SHA256.HashData(bytes))[..12];
            var file = name[Prefix.Length..];
            var (stem, extension) = (
                Path.GetFileNameWithoutExtension(file),
                Path.GetExtension(file)
            );
            urls[file] = $"/assets/{stem}.{hash}{extension}";
            files[$"{stem}.{hash}{extension}"] = bytes;
        }

        Urls = urls.ToFrozenDictionary(StringComparer.Ordinal);
        Files = files.ToFrozenDictionary(StringComparer.Ordinal);
    }

    public static string Url(string name) => Urls[name];

    public static string? Find(string name) => Urls.GetValueOrDefault(name);

    public static IResult Get(string file, HttpResponse response)
    {
        if (!Files.TryGetValue(file, out var bytes))
            return OutcomeResults.NotFound;

        response.Headers.CacheControl = Forever;
        return TypedResults.Bytes(
            bytes,
            Path.GetExtension(file) switch
            {
                ".css" => "text/css; charset=utf-8",
                ".js" => "text/javascript; charset=utf-8",
                _ => "image/svg+xml",
            }
        );
    }
}
