using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Commerce.OpenApi;

/// <summary>The document as it is sent: made once, since routes do not change.</summary>
internal sealed class ApiDocument(
    [FromKeyedServices(OpenApiHosting.Name)] IOpenApiDocumentProvider provider
)
{
    private readonly Lazy<Task<IResult>> _made = new(() => Make(provider));

    public Task<IResult> Get() => _made.Value;

    private static async Task<IResult> Make(IOpenApiDocumentProvider provider)
    {
        var document = await provider.GetOpenApiDocumentAsync();
        await using var text = new StringWriter(CultureInfo.InvariantCulture);
        document.SerializeAsV31(new OpenApiJsonWriter(text));
        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        return TypedResults.Bytes(
            bytes,
            "application/json; charset=utf-8",
            entityTag: new($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))[..32]}\"")
        );
    }
}
