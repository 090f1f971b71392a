using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Commerce.Http;
using OpenIddict.EntityFrameworkCore.Models;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Commerce.SignIn;

/// <summary>The programs that may ask for tokens, for operators.</summary>
internal static partial class ClientEndpoints
{
    private const int NameMax = 100;
    private const int RedirectUrisMax = 10;
    private const int SecretBytes = 32;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var clients = routes.MapGroup("/admin/v1/clients").WithTags("Clients");

        clients
            .MapGet("", GetAll)
            .RequireScope("clients:read")
            .Means("listClients", "The programs that may ask for tokens.")
            .Answers<ClientsBody>(200);
        clients
            .MapPost("", Add)
            .RequireScope("clients:write")
            .Means("addClient", "Lets a program ask for tokens; its secret is shown this once.")
            .Answers<ClientBody>(201)
            .Refuses(409, "client_exists")
            .Refuses(422, "invalid_client");
        clients
            .MapDelete("/{id}", Remove)
            .RequireScope("clients:write")
            .Means("removeClient", "Takes a program's tokens from it, and gives it no more.")
            .AnswersOnly(204)
            .Refuses(404, "not_found");
    }

    private static async Task<IResult> GetAll(SigningKeys keys, Clients clients)
    {
        await keys.Read();
        var all = new List<ClientBody>();
        foreach (var each in await clients.All())
            all.Add(await Told(clients, each));
        return new Answer<ClientsBody>(new(all));
    }

    private static async Task<IResult> Add(
        ClientRequest request,
        SigningKeys keys,
        Clients clients,
        EndpointDataSource routes
    )
    {
        var flaws = Flaws(request, routes).ToList();
        if (flaws.Count > 0)
            return Invalid(flaws);

        await keys.Read();
        var client = new ClientSettings(
            request.Id,
            request.Name,
            [.. (request.RedirectUris ?? []).Select(text => new Uri(text))],
            request.Confidential ? NewSecret() : null,
            request.Scopes ?? [],
            request.AsksConsent
        );
        return await clients.Add(client)
            ? new Answer<ClientBody>(
                new(
                    client.Id,
                    client.Name,
                    request.RedirectUris ?? [],
                    client.Scopes,
                    request.Confidential,
                    client.AsksConsent,
                    client.Secret
                ),
                StatusCodes.Status201Created
            )
            {
                Location = "/admin/v1/clients",
            }
            : new Problem(
                StatusCodes.Status409Conflict,
                "client_exists",
                "There is a client of this id. Remove it first, or choose another."
            );
    }

    private static async Task<IResult> Remove(string id, SigningKeys keys, Clients clients)
    {
        await keys.Read();
        return await clients.Remove(id) ? TypedResults.NoContent() : OutcomeResults.NotFound;
    }

    private static async Task<ClientBody> Told(
        Clients clients,
        OpenIddictEntityFrameworkCoreApplication client
    ) =>
        new(
            client.ClientId!,
            client.DisplayName ?? "",
            await clients.RedirectUrisOf(client),
            await clients.ScopesOf(client),
            client.ClientType is ClientTypes.Confidential,
            client.ConsentType is ConsentTypes.Explicit,
            Secret: null
        );

    private static IEnumerable<string> Flaws(ClientRequest request, EndpointDataSource routes)
    {
        var uris = request.RedirectUris ?? [];
        if (!Id().IsMatch(request.Id))
            yield return "/id";
        if (string.IsNullOrWhiteSpace(request.Name) || request.Name.Length > NameMax)
            yield return "/name";
        if (uris.Count > RedirectUrisMax || uris.Any(text => !RedirectUri.TryParse(text, out _)))
            yield return "/redirectUris";
        if (uris.Count == 0 && !request.Confidential)
            yield return "/confidential";
        if ((request.Scopes ?? []).Except(Known(routes), StringComparer.Ordinal).Any())
            yield return "/scopes";
    }

    /// <summary>Every scope that a route asks for.</summary>
    private static IEnumerable<string> Known(EndpointDataSource routes) =>
        routes
            .Endpoints.Select(each => Scope.Of(each)?.Name)
            .OfType<string>()
            .Distinct(StringComparer.Ordinal);

    private static Problem Invalid(IEnumerable<string> pointers) =>
        new(
            StatusCodes.Status422UnprocessableEntity,
            "invalid_client",
            "No client can be as this says."
        )
        {
            Errors = [.. pointers.Select(each => new RejectionDatum(each, "code", "invalid"))],
        };

    private static string NewSecret() =>
        Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));

    [GeneratedRegex(@"^[a-z0-9][a-z0-9-]{0,63}\z", RegexOptions.None, 1_000)]
    private static partial Regex Id();
}
