using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Commerce.EventSourcing;

namespace Commerce.Platform;

/// <summary>The end of the chain of what operators did.</summary>
/// <param name="Hash">The newest entry's, in hexadecimal; of none, zeros.</param>
public sealed record Audit(long Count, string Hash) : IAggregate<Audit, AuditEvent>
{
    public static Audit Initial { get; } = new(0, new('0', 64));

    public Decision<bool, AuditEvent> Note(AuditEntry entry, DateTimeOffset now) =>
        (true, new AuditEvent.Noted(entry, HashOf(entry, now)));

    public Audit Evolve(AuditEvent happened, DateTimeOffset at) =>
        new(Count + 1, ((AuditEvent.Noted)happened).Hash);

    /// <summary>Whether this event follows here, with the hash that it must have.</summary>
    public bool IsFollowedBy(AuditEvent.Noted noted, DateTimeOffset at) =>
        noted.Hash == HashOf(noted.Entry, at);

    /// <summary>SHA-256 over all that the entry says, its number and the hash before.</summary>
    private string HashOf(AuditEntry entry, DateTimeOffset at)
    {
        string[] parts =
        [
            Hash,
            Text(Count + 1),
            Text(at.ToUnixTimeMilliseconds()),
            entry.Who,
            entry.Method,
            entry.Path,
            Text(entry.Status),
            entry.Code ?? "",
            entry.Request,
        ];
        // With their lengths, so that no two entries read the same.
        var whole = string.Concat(parts.Select(part => $"{Text(part.Length)}:{part}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(whole)));
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
