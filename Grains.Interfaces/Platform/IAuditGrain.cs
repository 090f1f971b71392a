using System.Collections.Immutable;

namespace Commerce.Platform;

/// <summary>
/// Every write of an operator, in a chain: each entry's hash is over the one before, so that an
/// entry that is changed or taken out later shows. Whoever keeps a hash elsewhere can prove more.
/// </summary>
[Alias("commerce.platform.audit")]
public interface IAuditGrain : IAlarmed
{
    /// <summary>Adds an entry; it is durable when this returns.</summary>
    [Alias("note")]
    Task Note(AuditEntry entry);

    /// <summary>
    /// Up to <paramref name="limit"/> entries before a number, or the newest; newest first.
    /// </summary>
    [Alias("get-page")]
    Task<ImmutableArray<AuditRecord>> GetPage(long? before, int limit);

    /// <summary>Computes every hash again, from the journal.</summary>
    [Alias("check")]
    Task<AuditCheck> Check();
}

/// <summary>A write of an operator. No body of a request is ever in it.</summary>
/// <param name="Who">Who signed in, and by what way: <c>operator</c>.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">What was asked for, without a query.</param>
/// <param name="Status">The HTTP status that answered it.</param>
/// <param name="Code">The code of the problem, if that was the answer.</param>
/// <param name="Request">The id of the request, as the client named it or we traced it.</param>
[GenerateSerializer, Immutable, Alias("commerce.platform.audit-entry")]
public sealed record AuditEntry(
    string Who,
    string Method,
    string Path,
    int Status,
    string? Code,
    string Request
);

/// <param name="Number">Counts the entries from 1.</param>
[GenerateSerializer, Immutable, Alias("commerce.platform.audit-record")]
public sealed record AuditRecord(long Number, DateTimeOffset At, AuditEntry Entry, string Hash);

/// <param name="Broken">
/// The first entry whose hash is not what it should be; <c>null</c>: there is none.
/// </param>
/// <param name="Hash">The newest entry's hash: worth keeping elsewhere.</param>
[GenerateSerializer, Immutable, Alias("commerce.platform.audit-check")]
public sealed record AuditCheck(long Entries, long? Broken, string Hash);
