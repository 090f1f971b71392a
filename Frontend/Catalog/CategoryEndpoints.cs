using Commerce.Http;

namespace Commerce.Catalog;

/// <summary>The tree of categories for operators.</summary>
internal static class CategoryEndpoints
{
    private const string Read = "catalog:read";
    private const string Write = "catalog:write";

    public static void MapCategories(this IEndpointRouteBuilder routes)
    {
        var categories = routes.MapGroup("/admin/v1/categories").WithTags("Catalogue");

        categories
            .MapGet("", GetAll)
            .RequireScope(Read)
            .Means("listCategoriesAsOperator", "The tree of categories, by slug.")
            .Answers<CategoriesBody>(200);
        categories
            .MapGet("/{slug}", Get)
            .RequireScope(Read)
            .Means("getCategory", "A category of the tree.")
            .Answers<CategoryBody>(200)
            .AnswersOnly(304)
            .Refuses(404, "not_found");
        categories
            .MapPut("/{slug}", Put)
            .RequireScope(Write)
            .Means("putCategory", "Writes a category, new or not.")
            .Answers<CategoryBody>(201, 200)
            .HonoursIfMatch()
            .Takes("If-None-Match", "*: only where there is no such category yet.")
            .Refuses(409, "too_many_categories")
            .Refuses(422, "invalid_category");
        categories
            .MapDelete("/{slug}", Delete)
            .RequireScope(Write)
            .Means("removeCategory", "Takes a category out of the tree.")
            .AnswersOnly(204)
            .HonoursIfMatch()
            .Refuses(404, "not_found")
            .Refuses(409, "category_has_children");
    }

    private static async Task<IResult> GetAll(IGrainFactory grains)
    {
        var all = await grains.Categories().GetAll();
        return new Answer<CategoriesBody>(new([.. all.Select(CategoryBody.From)]));
    }

    private static async Task<IResult> Get(string slug, IGrainFactory grains)
    {
        var all = await grains.Categories().GetAll();
        return all.FirstOrDefault(each => each.Slug == slug) is { } category
            ? Answer(category)
            : OutcomeResults.NotFound;
    }

    private static async Task<IResult> Put(
        string slug,
        CategoryRequest request,
        HttpRequest http,
        IGrainFactory grains
    )
    {
        var document = new CategoryDocument(request.Name, request.Parent, request.Position);
        var written = await grains.Categories().Write(slug, document, http.Precondition());
        return written.Match(done =>
            done.IsNew
                ? Answer(
                    done.Category,
                    StatusCodes.Status201Created,
                    $"/admin/v1/categories/{slug}"
                )
                : Answer(done.Category)
        );
    }

    private static async Task<IResult> Delete(string slug, HttpRequest http, IGrainFactory grains)
    {
        var removed = await grains.Categories().Remove(slug, http.Precondition());
        return removed.Match(_ => Results.NoContent());
    }

    private static Answer<CategoryBody> Answer(
        Category category,
        int status = StatusCodes.Status200OK,
        string? location = null
    ) =>
        new(CategoryBody.From(category), status)
        {
            Version = category.Version,
            Location = location,
        };
}

/// <param name="Name">A text per language, or one text, which is taken as English.</param>
/// <param name="Parent">The slug of the category it stands in; left out: at the top.</param>
/// <param name="Position">Where it stands among its siblings.</param>
internal sealed record CategoryRequest(
    [property: System.Text.Json.Serialization.JsonConverter(typeof(LocalizedJson))] NamedTexts Name,
    string? Parent = null,
    int Position = 0
);

internal sealed record CategoryBody(
    string Slug,
    NamedTexts Name,
    string? Parent,
    int Position,
    long Version
)
{
    public static CategoryBody From(Category category) =>
        new(
            category.Slug,
            category.Document.Name,
            category.Document.Parent,
            category.Document.Position,
            category.Version
        );
}

internal sealed record CategoriesBody(IReadOnlyList<CategoryBody> Data);
