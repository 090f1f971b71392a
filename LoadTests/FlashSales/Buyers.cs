namespace Commerce.LoadTests.FlashSales;

/// <summary>Makes up who comes to a sale, and when.</summary>
internal static class Buyers
{
    /// <summary>Carts of one bot that has many.</summary>
    private const int CartsEach = 10;

    private const double Late = 0.1;
    private const double Declined = 0.03;
    private const double Abandoning = 0.02;
    private const double WantMore = 0.3;

    /// <summary>Those who come after the start come within this time.</summary>
    private static readonly TimeSpan LateWithin = TimeSpan.FromSeconds(20);

    private static readonly Habit[] Bots = [.. Enum.GetValues<Habit>().Skip(1)];

    /// <param name="arrivals">How long before the start the first may come.</param>
    /// <returns>Each with when it comes, as seen from the start.</returns>
    public static IEnumerable<(Buyer Buyer, TimeSpan Comes)> Make(
        FlashSaleSettings settings,
        TimeSpan arrivals
    )
    {
        var random = new Random(settings.Seed);
        for (var i = 0; i < settings.Buyers; i++)
        {
            var isBot = random.NextDouble() < settings.Bots;
            var habit = isBot ? Bots[random.Next(Bots.Length)] : Habit.Person;
            var greedy = habit is Habit.ManyCarts || random.NextDouble() < WantMore;
            var buyer = new Buyer
            {
                Habit = habit,
                Units = (byte)(greedy ? settings.Limit : 1),
                IsDeclined = random.NextDouble() < Declined,
                Abandons = random.NextDouble() < Abandoning,
                // Of those with many carts the next so many share a person, who is none of these.
                Person = habit is Habit.ManyCarts ? -1 - (i / (CartsEach * Bots.Length)) : i,
            };
            var comes =
                habit is Habit.Gatecrasher || random.NextDouble() < Late
                    ? LateWithin * random.NextDouble()
                    : -arrivals * random.NextDouble();
            yield return (buyer, comes);
        }
    }
}
