using Commerce.Inventory;
using static Commerce.Inventory.StockEvent;

namespace Commerce.Judging;

/// <summary>What must be true between a SKU's own stock and what it set apart.</summary>
internal static class AllotmentInvariants
{
    /// <summary>
    /// I1: what one side takes the other has sent, at no moment of the journal twice or otherwise.
    /// </summary>
    public static IEnumerable<string> AllotmentsAddUp(Facts facts) => Follow(facts).Wrong;

    /// <summary>I5: at rest nothing is on its way between the two.</summary>
    public static IEnumerable<string> NothingOnItsWayAtRest(Facts facts) =>
        from way in facts.IsAtRest ? Follow(facts).Ways : []
        where way.Value.Sent.Count > 0 || way.Value.Back is not null
        select $"{way.Key}: units are still on their way";

    private static (List<string> Wrong, Dictionary<string, Way> Ways) Follow(Facts facts)
    {
        var (wrong, ways) = (new List<string>(), new Dictionary<string, Way>());
        foreach (var fact in facts.Journal)
        {
            var (key, isRight) = fact.Happened switch
            {
                Granted e => On(e.Allotment, way => way.Sent.TryAdd(e.Grant, e.Quantity)),
                GrantTaken e => On(
                    allotment: null,
                    way => way.Sent.Remove(e.Grant, out var sent) && sent == e.Quantity
                ),
                Returned e => On(allotment: null, way => way.Return(e)),
                TookBack e => On(e.Allotment, way => way.TakeBack(e)),
                _ => ("", true),
            };
            if (!isRight)
                wrong.Add($"{key}: {fact.Happened} is not what the other side sent");

            (string, bool) On(string? allotment, Func<Way, bool> step)
            {
                var of = allotment is null ? fact.Key : AllotmentKey.Of(new(fact.Key), allotment);
                return (of, step(ways.TryGetValue(of, out var way) ? way : ways[of] = new()));
            }
        }

        return (wrong, ways);
    }

    /// <summary>What is between a SKU's own stock and one allotment.</summary>
    private sealed class Way
    {
        public Dictionary<int, int> Sent { get; } = [];

        public Returned? Back { get; private set; }

        public bool Return(Returned back)
        {
            var isFirst = Back is null;
            Back = back;
            return isFirst;
        }

        /// <summary>Comes with what was sent and never taken.</summary>
        public bool TakeBack(TookBack e)
        {
            var never = Sent.Values.Sum(units => (long)units);
            var isRight = Back == new Returned(e.Left - never, e.UnitsSold);
            Sent.Clear();
            Back = null;
            return isRight;
        }
    }
}
