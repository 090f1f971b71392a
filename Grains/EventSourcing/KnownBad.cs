using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Sabotage")]

namespace Commerce.EventSourcing;

/// <summary>
/// Faults that a judge must catch. Only the saboteur, a program of the tests, can switch one on;
/// faults that can be put around a seam are built there and need no switch here.
/// </summary>
internal static class KnownBad
{
    /// <summary>Tells callers what is decided but not yet durable.</summary>
    internal static bool ReadsUndurableState { get; set; }

    /// <summary>Places an order a second time when asked a second time.</summary>
    internal static bool ForgetsThatAnOrderIsPlaced { get; set; }

    /// <summary>Confirms an order before its stock is sold to it.</summary>
    internal static bool ConfirmsBeforeStockIsSold { get; set; }

    /// <summary>
    /// Counts in a purchase limit only claims that are older than those of who may not have paid.
    /// </summary>
    internal static bool ForgetsUnpaidClaims { get; set; }
}
