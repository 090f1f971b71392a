using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Commerce.Catalog;
using Commerce.Http;
using Commerce.Operators;
using Commerce.Secrets;

namespace Commerce.Customers;

/// <summary>What operators see of customers, and say of them.</summary>
internal static partial class CustomerAdminEndpoints
{
    private const string List = "customers:list";
    private const string Read = "customers:read";
    private const string Write = "customers:write";

    public static void MapCustomerAdmin(this IEndpointRouteBuilder routes)
    {
        var customers = routes.MapGroup("/admin/v1/customers").WithTags("Customers");
        customers
            .MapGet("/{id}", Get)
            .RequireScope(List)
            .Means("getCustomer", "A customer; who that is, for whoever has customers:read.")
            .Answers<OperatorsCustomer>(200)
            .AnswersOnly(304)
            .Refuses(404, "not_found")
            .Refuses(410, "erased");
        customers
            .MapPut("/{id}/segments", PutSegments)
            .RequireScope(Write)
            .Means("putSegments", "Says which groups a customer belongs to, and no others.")
            .Answers<OperatorsCustomer>(200)
            .RequiresIfMatch()
            .Refuses(404, "not_found")
            .Refuses(410, "erased")
            .Refuses(422, "invalid_segments");
    }

    private static async Task<IResult> Get(
        CustomerId id,
        HttpContext http,
        IGrainFactory grains,
        Sealer sealer
    )
    {
        var customer = grains.Customer(id);
        var told = await customer.Get();
        var belongings = await customer.GetBelongings();
        var maySeeWho = Operator.Of(http) is { } who && await who.May(Read, grains);
        return told.Match(each =>
            belongings.Match(beside => new Answer<OperatorsCustomer>(
                new(
                    each.Id,
                    each.RegisteredAt,
                    each.IsEmailVerified,
                    beside.Segments,
                    beside.Version,
                    maySeeWho ? CustomerBody.Open(each, sealer) : null
                )
            )
            {
                Version = beside.Version,
            })
        );
    }

    private static async Task<IResult> PutSegments(
        CustomerId id,
        SegmentsRequest request,
        HttpContext http,
        IGrainFactory grains,
        Sealer sealer
    )
    {
        if (http.Request.Headers.IfMatch.Count == 0)
            return ProductEndpoints.PreconditionRequired;

        var segments = request.Segments.Distinct(StringComparer.Ordinal).ToImmutableArray();
        if (segments.Length > CustomerLimits.SegmentsMax || !segments.All(IsSegment))
            return InvalidSegments.ToProblem();

        var expected = http.Request.Precondition().Version;
        var assigned = await grains.Customer(id).AssignSegments(segments, expected);
        return assigned.IsAccepted
            ? await Get(id, http, grains, sealer)
            : assigned.Rejection.ToProblem();
    }

    private static bool IsSegment(string? text) => text is not null && Segment().IsMatch(text);

    private static readonly Rejection InvalidSegments = new(
        "invalid_segments",
        RejectionKind.Invalid,
        "Segments are up to 50, each of up to 64 small letters, digits and hyphens.",
        Data: [new("/segments", "code", Text: "invalid")]
    );

    [GeneratedRegex(
        @"^[a-z0-9][a-z0-9-]{0,63}\z",
        RegexOptions.None,
        matchTimeoutMilliseconds: 1_000
    )]
    private static partial Regex Segment();
}

/// <summary>A customer as operators are told of them.</summary>
/// <param name="Person">Who it is, for whoever may know.</param>
internal sealed record OperatorsCustomer(
    CustomerId Id,
    DateTimeOffset CreatedAt,
    bool EmailVerified,
    IReadOnlyList<string> Segments,
    long Version,
    CustomerBody? Person = null
);

internal sealed record SegmentsRequest(IReadOnlyList<string> Segments);
