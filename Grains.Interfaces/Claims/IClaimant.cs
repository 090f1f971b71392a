namespace Commerce.Claims;

/// <summary>Whoever owns values that are unique.</summary>
[Alias("commerce.claims.claimant")]
public interface IClaimant : IGrainWithStringKey
{
    /// <summary>
    /// Whether the value is written down as the claimant's own. Asked long after the deadline of
    /// the attempt that claimed it, so that a no is final.
    /// </summary>
    [Alias("owns")]
    Task<bool> Owns(string kind, string value);
}
