using System.Reflection;
using System.Runtime.Loader;
using Commerce.Http;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NJsonSchema.CodeGeneration.CSharp;
using NSwag;
using NSwag.CodeGeneration.CSharp;
using NSwag.CodeGeneration.OperationNameGenerators;

namespace Commerce.OpenApi;

/// <summary>A client that a foreign tool makes of the document compiles, and buys.</summary>
public sealed class GeneratedClientTests(EdgeStore store) : IClassFixture<EdgeStore>
{
    /// <summary>
    /// What somebody writes who has only the generated client. The tool takes one status for the
    /// success; another of the same shape comes as an exception that has it.
    /// </summary>
    private const string Buyer = """
        using System.Net.Http;
        using System.Threading.Tasks;
        using Shop;

        public static class Buyer
        {
            public static async Task<string> Buy(HttpClient http, string sku)
            {
                var client = new ShopClient(http);
                var cart = await client.OpenCartAsync(new() { Currency = "EUR" });
                try
                {
                    AddLineRequest line = new() { Sku = sku, Quantity = 2 };
                    await client.AddCartLineAsync(cart.Id, null, null, line);
                }
                catch (ApiException<Cart> added) when (added.StatusCode == 201)
                {
                }

                CheckoutRequest checkout = new()
                {
                    Email = "shopper@example.com",
                    ShippingAddress = new()
                    {
                        Name = "A Shopper",
                        Line1 = "1 High Street",
                        City = "Berlin",
                        PostalCode = "10115",
                        Country = "DE",
                    },
                    PaymentMethod = new() { Token = "tok_ok" },
                };
                var order = await client.CheckoutAsync(cart.Id, "one", null, "wait=10", checkout);
                var read = await client.GetOrderAsync(order.Id, order.AccessToken);
                var subtotal = read.Totals.Subtotal;
                return $"{read.Status} {subtotal.Amount} {subtotal.Currency}";
            }
        }
        """;

    [Fact]
    public async Task It_compiles_and_buys()
    {
        await store.Stock("CLIENT");
        var source = Generate((await store.GetDocument()).ToJsonString());

        var buy = Compile(source, Buyer).GetType("Buyer")!.GetMethod("Buy")!;
        var bought = await (Task<string>)buy.Invoke(null, [store.Http, "CLIENT"])!;

        Assert.Equal("confirmed 3998 EUR", bought);
    }

    private static string Generate(string document)
    {
        var settings = new CSharpClientGeneratorSettings
        {
            ClassName = "ShopClient",
            UseBaseUrl = false,
            OperationNameGenerator = new SingleClientFromOperationIdOperationNameGenerator(),
        };
        settings.CSharpGeneratorSettings.Namespace = "Shop";
        settings.CSharpGeneratorSettings.JsonLibrary = CSharpJsonLibrary.SystemTextJson;
        var read = OpenApiDocument.FromJsonAsync(document).GetAwaiter().GetResult();
        return new CSharpClientGenerator(read, settings).GenerateFile();
    }

    private static Assembly Compile(params string[] sources)
    {
        var platform = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        var compilation = CSharpCompilation.Create(
            "GeneratedClient",
            sources.Select(source => CSharpSyntaxTree.ParseText(source)),
            platform
                .Split(Path.PathSeparator)
                .Select(path => MetadataReference.CreateFromFile(path)),
            new(OutputKind.DynamicallyLinkedLibrary)
        );
        using var assembly = new MemoryStream();
        var made = compilation.Emit(assembly);
        Assert.Equal(
            [],
            made.Diagnostics.Where(each => each.Severity is DiagnosticSeverity.Error)
                .Select(each => each.ToString())
        );
        assembly.Position = 0;
        return new AssemblyLoadContext("client").LoadFromStream(assembly);
    }
}
