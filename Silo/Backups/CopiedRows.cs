using System.Buffers.Binary;

namespace Commerce.Backups;

/// <summary>
/// Reads a file that <c>COPY … (FORMAT BINARY)</c> made, of a table that begins with a number.
/// </summary>
internal static class CopiedRows
{
    private const int SignatureBytes = 11;
    private const short End = -1;
    private const int Null = -1;

    /// <summary>How many rows there are, and the greatest number.</summary>
    /// <exception cref="EndOfStreamException">It ends too soon.</exception>
    public static (long Rows, long Greatest) Count(string path)
    {
        using var file = new BufferedStream(File.OpenRead(path), 1 << 20);
        Skip(file, SignatureBytes + sizeof(int));
        Skip(file, ReadInt32(file));
        var (rows, greatest) = (0L, 0L);
        while (ReadInt16(file) is > End and var columns)
        {
            rows++;
            for (var column = 0; column < columns; column++)
            {
                var length = ReadInt32(file);
                if (column == 0)
                {
                    greatest = long.Max(greatest, ReadInt64(file));
                }
                else if (length != Null)
                {
                    Skip(file, length);
                }
            }
        }

        return (rows, greatest);
    }

    private static void Skip(Stream file, int bytes)
    {
        Span<byte> some = stackalloc byte[256];
        for (var left = bytes; left > 0; left -= some.Length)
        {
            file.ReadExactly(some[..int.Min(left, some.Length)]);
        }
    }

    private static short ReadInt16(Stream file)
    {
        Span<byte> bytes = stackalloc byte[sizeof(short)];
        file.ReadExactly(bytes);
        return BinaryPrimitives.ReadInt16BigEndian(bytes);
    }

    private static int ReadInt32(Stream file)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        file.ReadExactly(bytes);
        return BinaryPrimitives.ReadInt32BigEndian(bytes);
    }

    private static long ReadInt64(Stream file)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        file.ReadExactly(bytes);
        return BinaryPrimitives.ReadInt64BigEndian(bytes);
    }
}
