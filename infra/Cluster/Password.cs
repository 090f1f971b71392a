using System.Security.Cryptography;

namespace Commerce.Cluster;

/// <summary>A secret of this cluster, made at its first start, for us and the servers.</summary>
internal static class Password
{
    public static async Task<string> ReadOrMake(string path)
    {
        if (!File.Exists(path))
        {
            var options = new FileStreamOptions
            {
                Mode = FileMode.Create,
                Access = FileAccess.Write,
            };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            await using (var file = new StreamWriter(path, options))
            {
                await file.WriteAsync(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));
            }

            await PostgresTools.Own(path);
        }

        return await File.ReadAllTextAsync(path);
    }
}
