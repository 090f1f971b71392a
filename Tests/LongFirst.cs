using Commerce;
using Commerce.BadInput;
using Commerce.FlashSales;
using Commerce.Shopping;
using Xunit.Sdk;
using Xunit.v3;

// Two fill two cores, as each starts programs of its own; more would only wait for one another.
[assembly: Parallelization(MaxThreads = 2)]
[assembly: TestCollectionOrderer(typeof(LongFirst))]

namespace Commerce;

/// <summary>Begins what takes longest, so that the rest fills the time beside it.</summary>
public sealed class LongFirst : ITestCollectionOrderer
{
    private static readonly string[] Long =
    [
        nameof(Upheavals),
        nameof(OpenShop),
        nameof(BadInputTests),
        nameof(SaleCourseTests),
        nameof(AccountSaleTests),
    ];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(
        IReadOnlyCollection<TTestCollection> testCollections
    )
        where TTestCollection : notnull, ITestCollection =>
        [.. testCollections.OrderBy(each => Place(each.TestCollectionDisplayName))];

    private static int Place(string collection) =>
        Array.FindIndex(
            Long,
            name =>
                collection == name || collection.Contains($".{name} (id", StringComparison.Ordinal)
        )
            is >= 0
                and var place
            ? place
            : Long.Length;
}
