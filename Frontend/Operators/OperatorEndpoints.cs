using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Commerce.Accounts;
using Commerce.Customers;
using Commerce.Http;

namespace Commerce.Operators;

/// <summary>Who works here, and as what.</summary>
internal static class OperatorEndpoints
{
    private const string Write = "operators:write";

    public static void MapOperators(this IEndpointRouteBuilder routes)
    {
        var roles = routes
            .MapGroup("/admin/v1/operators/{customer}/roles")
            .WithTags("Operators")
            .RequireScope(Write);

        roles
            .MapGet("", Get)
            .Means("getRoles", "What a customer may do as an operator.")
            .Answers<RolesBody>(200);
        roles
            .MapPut("", Put)
            .Means("setRoles", "Gives a customer these roles, and takes all others from them.")
            .Answers<RolesBody>(200)
            .RequireRecentSignIn()
            .Refuses(404, "not_found")
            .Refuses(422, "unknown_role");
        roles
            .MapDelete("", Delete)
            .Means("revokeRoles", "Takes all roles from a customer, at once.")
            .Answers<RolesBody>(200)
            .RequireRecentSignIn()
            .Refuses(404, "not_found");
    }

    private static async Task<IResult> Get(CustomerId customer, IGrainFactory grains) =>
        Told(await grains.Customer(customer).GetRoles());

    private static Task<IResult> Put(
        CustomerId customer,
        RolesRequest request,
        HttpContext http,
        IGrainFactory grains
    ) =>
        request.Roles.All(Roles.Has)
            ? Set(customer, [.. request.Roles], http, grains)
            : Task.FromResult<IResult>(UnknownRole);

    private static Task<IResult> Delete(
        CustomerId customer,
        HttpContext http,
        IGrainFactory grains
    ) => Set(customer, [], http, grains);

    private static async Task<IResult> Set(
        CustomerId customer,
        ImmutableArray<string> roles,
        HttpContext http,
        IGrainFactory grains
    )
    {
        var by = Operator.Of(http)!.Name;
        return (await grains.Customer(customer).SetRoles(roles, by)).Match(Told);
    }

    private static Answer<RolesBody> Told(ImmutableArray<string> roles) =>
        new(new(roles, [.. Roles.ScopesOf(roles).Order(StringComparer.Ordinal)]));

    private static Problem UnknownRole { get; } =
        new(
            StatusCodes.Status422UnprocessableEntity,
            "unknown_role",
            $"Roles are {string.Join(", ", Roles.Scopes.Keys)}."
        );
}

internal sealed record RolesRequest(IReadOnlyList<string> Roles);

/// <param name="Scopes">What the roles allow together.</param>
internal sealed record RolesBody(IReadOnlyList<string> Roles, IReadOnlyList<string> Scopes);

[JsonSerializable(typeof(RolesRequest))]
[JsonSerializable(typeof(RolesBody))]
internal sealed partial class OperatorHttpJson : JsonSerializerContext;
