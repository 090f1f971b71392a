using System.Collections.Immutable;

namespace Commerce.FlashSales;

/// <summary>Who was let in when.</summary>
public static class AdmissionSteps
{
    /// <summary>
    /// When whoever stands at that position was let in; <c>null</c>, if that is still to come.
    /// </summary>
    public static DateTimeOffset? LetInAt(this ImmutableArray<AdmissionStep> steps, long position)
    {
        var (low, high) = (0, steps.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = steps[middle].Admitted > position ? (low, middle) : (middle + 1, high);
        }

        return low < steps.Length ? steps[low].At : null;
    }

    /// <summary>How many had been let in by then.</summary>
    public static long LetInBy(this ImmutableArray<AdmissionStep> steps, DateTimeOffset moment)
    {
        var admitted = 0L;
        foreach (var step in steps)
        {
            if (step.At > moment)
                break;

            admitted = step.Admitted;
        }

        return admitted;
    }
}
