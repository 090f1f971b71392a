using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Commerce.Secrets;

namespace Commerce.Http;

/// <summary>
/// A mark in a list as clients carry it: opaque, signed, and of use in that list only.
/// </summary>
internal static class SignedMark
{
    private const int SignatureLength = 16;

    public static Problem Invalid { get; } =
        new(
            StatusCodes.Status400BadRequest,
            "invalid_cursor",
            "Send a cursor as this list gave it, or none."
        );

    public static string Write(ServerKeys keys, string list, string mark) =>
        keys.Sign($"{list}\n{mark}") + Base64Url.EncodeToString(Encoding.UTF8.GetBytes(mark));

    public static bool TryRead(
        ServerKeys keys,
        string list,
        string cursor,
        [NotNullWhen(true)] out string? mark
    )
    {
        mark = null;
        if (cursor.Length <= SignatureLength || !Base64Url.IsValid(cursor.AsSpan(SignatureLength)))
        {
            return false;
        }

        var meant = Encoding.UTF8.GetString(
            Base64Url.DecodeFromChars(cursor.AsSpan(SignatureLength))
        );
        if (
            CryptographicOperations.FixedTimeEquals(
                Encoding.UTF8.GetBytes(Write(keys, list, meant)),
                Encoding.UTF8.GetBytes(cursor)
            )
        )
        {
            mark = meant;
        }

        return mark is not null;
    }
}
