using Commerce.EventSourcing;

namespace Commerce.Views;

internal static class Projections
{
    /// <summary>Completes when every view has heard of all that has happened.</summary>
    public static async Task CatchUp(this IGrainFactory grains)
    {
        for (var part = Part.Count - 1; part >= 0; part--)
        {
            while (await grains.Projection(part).CatchUp())
            {
                // A page at a time.
            }
        }
    }
}
