using System.Security.Cryptography;
using Commerce.Http;
using Commerce.Operators;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Commerce.Ops;

/// <summary>What the operators' pages are made of, and where they are.</summary>
internal static class OpsHosting
{
    private static readonly byte[] Style = ReadStyle();

    /// <summary>The stylesheet's path, which changes with it: it is kept for ever.</summary>
    public static string StylePath { get; } =
        $"/ops/{Convert.ToHexStringLower(SHA256.HashData(Style))[..16]}.css";

    public static IServiceCollection AddOps(this IServiceCollection services)
    {
        services.AddRazorComponents();
        return services.AddSingleton<OperatorSessions>().AddSingleton<SignInDelays>();
    }

    public static void MapOps(this WebApplication app)
    {
        app.MapGet(StylePath, GetStyle).ForEveryone().ExcludeFromDescription();
        var ops = app.MapGroup("/ops").ExcludeFromDescription().ForOperators();
        ops.MapGet(
            "",
            (HttpContext http) => OpsPage.See(OpsSection.First(Operator.Of(http)!).Path)
        );
        ops.MapSignIn();
        ops.MapOrderPages();
        ops.MapOrderForms();
        ops.MapStockPages();
        ops.MapSalesPages();
        ops.MapPlatformPages();
    }

    private static FileContentHttpResult GetStyle(HttpResponse response)
    {
        response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return TypedResults.Bytes(Style, "text/css; charset=utf-8");
    }

    private static byte[] ReadStyle()
    {
        using var style = typeof(OpsHosting).Assembly.GetManifestResourceStream("ops.css")!;
        using var copy = new MemoryStream();
        style.CopyTo(copy);
        return copy.ToArray();
    }
}
