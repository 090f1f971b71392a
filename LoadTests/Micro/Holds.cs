using Commerce.Inventory;

namespace Commerce.LoadTests.Micro;

/// <summary>Holds on one SKU: the call of its grain until the answer, which is durable.</summary>
internal static class Holds
{
    private static Deadline Soon => new(TimeProvider.System.GetUtcNow().AddSeconds(9));

    public static async Task Measure(IGrainFactory grains)
    {
        var stock = grains.Stock(new("HOT"));
        for (var n = 0; n < 5; n++)
            await stock.Receive(new($"r{n}", "h", Soon), Stock.MovementQuantityMax, "bench");

        foreach (var callers in (int[])[64, 256, 512])
        {
            await Rate.Measure(
                $"hold, {callers} callers",
                callers,
                async (caller, i) =>
                {
                    var name = new HoldName($"{callers}-{caller}-{i}", 1);
                    var held = await stock.Hold(name, 1, TimeSpan.FromMinutes(10), Soon);
                    if (!held.IsAccepted)
                        throw new InvalidOperationException(held.Rejection.Code);
                }
            );
        }
    }
}
