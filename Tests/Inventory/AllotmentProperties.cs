using Commerce.Judging;
using CsCheck;

namespace Commerce.Inventory;

/// <summary>
/// However a SKU's stock and its allotments come to an end between any two appends, and whatever is
/// lost, repeated, late or overtaken between them: no unit is made or lost, nothing is counted
/// twice, and all of it comes back.
/// </summary>
[Trait("Suite", "Properties")]
public sealed class AllotmentProperties
{
    private static readonly Gen<AllotmentWorld.Step> AnyStep = Gen.Select(
        Gen.Enum<AllotmentWorld.Act>(),
        Gen.Int[0, 1],
        Gen.Int[0, 9],
        Gen.Int[0, 300],
        (act, sale, number, seconds) => new AllotmentWorld.Step(act, sale, number, seconds)
    );

    [Fact]
    public void Units_are_conserved_and_nothing_happens_twice() =>
        AnyStep
            .List[0, 80]
            .Sample(
                steps =>
                {
                    var world = new AllotmentWorld();
                    foreach (var step in steps)
                    {
                        world.Do(step);
                        world.Judge();
                    }

                    world.ComeToRest();
                    world.Judge();
                    Assert.Equal(0, world.Root.Level.Allotted);
                    Assert.Equal(world.Replay(), world.Snapshot());
                    Assert.Empty(
                        Invariants.Judge(
                            Facts.None with
                            {
                                Journal = [.. world.Journal],
                            },
                            [
                                .. Invariants.All.Where(each =>
                                    each.Id.StartsWith("I1", StringComparison.Ordinal)
                                    || each.Id
                                        is "I5 holds end once"
                                            or "I5 nothing on its way at rest"
                                ),
                            ]
                        )
                    );
                },
                iter: Cases.Count
            );
}
