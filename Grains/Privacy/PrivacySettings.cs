namespace Commerce.Privacy;

/// <summary>For how long what is known of people is kept.</summary>
/// <param name="ExportsKept">How long an export may be read.</param>
/// <param name="OrdersKept">
/// How long after it was placed a confirmed order of somebody who is to be forgotten keeps its
/// buyer: until it must have been delivered, and can no longer be sent back.
/// </param>
public sealed record PrivacySettings(TimeSpan ExportsKept, TimeSpan OrdersKept)
{
    public static PrivacySettings Default { get; } =
        new(TimeSpan.FromDays(7), TimeSpan.FromDays(30));
}
