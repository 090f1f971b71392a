using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Commerce.EventSourcing;

namespace Commerce.Catalog;

[GrainType("categories")]
public sealed class CategoriesGrain(AggregateRuntime runtime)
    : AggregateGrain<CategoryTree, CategoryEvent>(runtime),
        ICategoriesGrain
{
    protected override SnapshotFormat<CategoryTree> SnapshotFormat { get; } =
        new(CategoryTreeJson.Default.CategoryTree, Fold: 1, tree => tree.Categories.Count);

    public Task<Outcome<CategoryWritten>> Write(
        string slug,
        CategoryDocument document,
        Precondition precondition
    ) => Transact((tree, _) => tree.Write(slug, document, precondition));

    public Task<Outcome<bool>> Remove(string slug, Precondition precondition) =>
        Transact((tree, _) => tree.Remove(slug, precondition));

    public Task<ImmutableArray<Category>> GetAll() =>
        Task.FromResult<ImmutableArray<Category>>([.. State.Categories.Values]);
}

/// <summary>How the tree is kept as a snapshot.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CategoryTree))]
internal sealed partial class CategoryTreeJson : JsonSerializerContext;
