namespace Commerce.Claims;

public static class ClaimRejections
{
    public static Rejection Settled { get; } =
        new("claim_settled", RejectionKind.Conflict, "Nothing is to be asked about this claim.");
}
