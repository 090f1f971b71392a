using Commerce.Inventory;

namespace Commerce;

/// <summary>
/// What silos, clients and stored events agree on, as text under review. A change that breaks a
/// rolling upgrade shows as a changed or missing line in Contracts.txt.
/// </summary>
public sealed class ContractsTests
{
    private static readonly string Path = System.IO.Path.Combine(
        Repository.Root,
        "Grains.Interfaces",
        "Contracts.txt"
    );

    [Fact]
    public void Contracts_are_what_the_manifest_says()
    {
        var actual = Manifest.Of(typeof(IStockGrain).Assembly);
        if (Environment.GetEnvironmentVariable("ACCEPT") is "1")
        {
            File.WriteAllText(Path, actual);
        }

        Assert.Equal(File.ReadAllText(Path), actual);
    }

    /// <summary>Two types of one alias fail only when one is sent.</summary>
    [Fact]
    public void Everything_that_is_sent_has_an_alias_of_its_own()
    {
        var types = Repository.Assemblies().SelectMany(Manifest.Sent).ToList();

        Assert.DoesNotContain(types, type => Manifest.Alias(type) is null);
        Assert.Empty(types.CountBy(type => Manifest.Alias(type)!).Where(alias => alias.Value > 1));
    }

    [Fact]
    public void Every_grain_method_has_an_alias_of_its_own()
    {
        var methods = Repository
            .Assemblies()
            .SelectMany(Manifest.Sent)
            .Where(type => type.IsInterface)
            .SelectMany(type => type.GetMethods())
            .ToList();

        Assert.NotEmpty(methods);
        Assert.DoesNotContain(methods, method => Manifest.Alias(method) is null);
        Assert.Empty(
            methods
                .CountBy(method => $"{method.DeclaringType} {Manifest.Alias(method)}")
                .Where(alias => alias.Value > 1)
        );
    }
}
