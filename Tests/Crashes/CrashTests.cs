using System.Globalization;
using Commerce.Judging;
using Commerce.Stores;

namespace Commerce.Crashes;

/// <summary>
/// <c>kill -9</c> while people buy, at any moment and at each step of the checkout: afterwards
/// everything that was answered is there, and nothing happened twice or by half.
/// </summary>
[Trait("Suite", "Crash")]
[Collection(nameof(Upheavals))]
public sealed class CrashTests(ITestOutputHelper output)
{
    private const int CallsMax = 400;

    private static readonly int Rounds = int.Parse(
        Environment.GetEnvironmentVariable("CRASH_ROUNDS") ?? "3",
        CultureInfo.InvariantCulture
    );

    public static TheoryData<int> Seeds { get; } = [.. Enumerable.Range(0, Rounds).Select(Seed)];

    /// <summary>
    /// The named steps, those of one part of the checkout together. In a short run the parts in
    /// which money and units change hands are enough.
    /// </summary>
    public static TheoryData<string> Steps { get; } = IsShort ? [.. AllSteps[1..3]] : [.. AllSteps];

    private static bool IsShort => Environment.GetEnvironmentVariable("CRASH_ROUNDS") is null;

    private static string[] AllSteps =>
        [
            "cart.checkout-started order.placed stock.held order.reserved",
            "payment.requested provider-called payment.authorized order.paid",
            "stock.sold order.confirmed cart.completed order.payment-failed",
            "order.rejected order.cancelled order.settled stock.restocked stock.released",
        ];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task A_store_killed_at_a_random_moment_loses_and_doubles_nothing(int seed)
    {
        output.WriteLine($"CRASH_SEED={seed}");
        await using var store = await StoreProcess.Start();
        await using var load = await CrashLoad.Start(store, seed);

        await load.Answered(At(seed, CallsMax));
        await store.Kill();
        await store.Restart();
        await load.Answered(CallsMax + At(seed + 1, CallsMax));

        await load.Finish();
        await store.Judge(load.Witness);
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task A_store_killed_at_a_step_goes_on_from_it(string steps)
    {
        var seed = Seed(0);
        output.WriteLine($"CRASH_SEED={seed}");
        var points = steps
            .Split(' ')
            .SelectMany(step => new[] { $"before:{step}", $"after:{step}" })
            .Select((point, i) => $"--crash={point}:{At(seed + i, 3)}")
            .ToList();
        await using var store = await StoreProcess.Start();
        await using var load = await CrashLoad.Start(store, seed);
        await load.Answered(1);
        await store.Kill();

        foreach (var point in points)
        {
            output.WriteLine(point);
            await store.Restart("Sabotage", point);
            await load.Killed(store);
        }

        await store.Restart();
        await load.Finish();
        await store.Judge(load.Witness);
    }

    [Fact]
    public async Task An_order_killed_between_its_two_rounds_leaves_no_hold_of_the_first()
    {
        await using var store = await StoreProcess.Start(
            "Sabotage",
            "--crash=before:stock.released"
        );
        var witness = new Witness();
        await store.Shop.Stock("TEA", units: 5);
        await store.Shop.Stock("CUP", units: 1);
        var cart = await store.Shop.FillCart("TEA", "CUP");
        (await store.Shop.Hold("CUP", "till", 1, seconds: 600)).Expect(201);

        // The cup is missing in the first round, so its tea is to be released, and is not.
        await CheckOut();
        await store.Died();
        await store.Restart();
        await store.Shop.EndHold("CUP", "till", "release");
        await CheckOut();

        await store.Judge(witness);

        Task<Reply?> CheckOut() =>
            witness.Ask(1, CallKind.Checkout, cart, "k", () => store.Shop.Checkout(cart, "k"));
    }

    /// <summary>CRASH_SEED of the environment brings one run again.</summary>
    private static int Seed(int round) =>
        Environment.GetEnvironmentVariable("CRASH_SEED") is { Length: > 0 } seed
            ? int.Parse(seed, CultureInfo.InvariantCulture) + round
            : (Environment.ProcessId * 7 + round) % 1_000_000;

#pragma warning disable CA5394 // Not a secret: a seed must bring the same run again.
    private static int At(int seed, int max) => new Random(seed).Next(1, max + 1);
#pragma warning restore CA5394
}
