using System.ComponentModel;
using BenchmarkDotNet.Attributes;
using Commerce.Catalog;
using Commerce.EventSourcing;

namespace Commerce.LoadTests.Micro;

[Description("a product of four variants: it is written anew with other prices")]
public class ProductDecisions
{
    private static readonly ProductPut Dearer = new(null, Samples.Shirt(2_499), IsPublished: true);

    private Product _product = Product.Initial;
    private ProductEvent? _written;

    [GlobalSetup]
    public void Write()
    {
        var first = new ProductPut(new("1001"), Samples.Shirt(1_999), IsPublished: true);
        _product = Product.Initial.Evolve(Write(Product.Initial, first).Event(), Samples.Noon);
        _written = DecideWrite().Event();
    }

    /// <summary>With the plan of what it claims, as its grain makes it.</summary>
    [Benchmark]
    public Decision<ProductChange, ProductEvent> DecideWrite() => Write(_product, Dearer);

    [Benchmark]
    public Product EvolveWritten() => _product.Evolve(_written!, Samples.Noon);

    private static Decision<ProductChange, ProductEvent> Write(Product product, ProductPut put)
    {
        var planned = product.Plan(put, Samples.Soon, Samples.Noon).Reply.Value;
        return product.Write(put, planned, Samples.Soon, Samples.Noon);
    }
}
