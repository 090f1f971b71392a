using System.Security.Cryptography;
using Commerce.Files;

namespace Commerce.Secrets;

/// <summary>A secret of 32 random bytes in a file, as hexadecimal text.</summary>
internal static class KeyFile
{
    private const int Bytes = 32;

    /// <summary>
    /// Reads the key, or makes it where there is no file. Throws <see cref="InvalidDataException"/>
    /// if the file holds something else.
    /// </summary>
    public static byte[] ReadOrMake(string path, out bool isNew)
    {
        isNew = !File.Exists(path);
        if (isNew)
        {
            Make(path);
        }

        try
        {
            var key = Convert.FromHexString(File.ReadAllText(path).Trim());
            return key.Length == Bytes ? key : throw new FormatException();
        }
        catch (FormatException e)
        {
            throw new InvalidDataException($"{path} holds no key of {Bytes} bytes.", e);
        }
    }

    /// <summary>Written aside and moved: a start that dies half-way leaves no half a key.</summary>
    private static void Make(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        Folders.Make(folder);
        var aside = path + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var file = new FileStream(aside, options))
        using (var text = new StreamWriter(file))
        {
            text.Write(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes)));
            text.Flush();
            file.Flush(flushToDisk: true);
        }

        File.Move(aside, path, overwrite: false);
        Folders.Sync(folder);
    }
}
