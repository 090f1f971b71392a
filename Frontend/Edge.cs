using System.Text.Json;
using System.Text.Json.Serialization;
using Commerce.Accounts;
using Commerce.Analytics;
using Commerce.Carts;
using Commerce.Catalog;
using Commerce.Customers;
using Commerce.FlashSales;
using Commerce.Http;
using Commerce.Imports;
using Commerce.Inventory;
using Commerce.OpenApi;
using Commerce.Operators;
using Commerce.Ops;
using Commerce.Orders;
using Commerce.Payments;
using Commerce.Platform;
using Commerce.Privacy;
using Commerce.Secrets;
using Commerce.Shopping;
using Commerce.SignIn;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Commerce;

/// <summary>The HTTP edge. A silo mounts it; it also runs alone, as an Orleans client.</summary>
public static class Edge
{
    private const int BodyMax = 64 * 1024;
    private const int HeadersMax = 16 * 1024;
    private const int ConnectionsDefault = 10_000;

    /// <param name="builder">The host that will serve the edge.</param>
    /// <param name="folder">Where the store keeps what is its own, made where it is
    /// missing.</param>
    /// <param name="isAlone">Whether there is no silo in this process.</param>
    public static void AddEdge(
        this WebApplicationBuilder builder,
        string folder,
        bool isAlone = false
    )
    {
        var shop = ShopSettings.Read(builder.Configuration);
        ShopPlace.Check(builder.Configuration);
        var secrets = builder.Configuration["Secrets"] is { Length: > 0 } elsewhere
            ? Path.GetFullPath(elsewhere)
            : Path.Combine(folder, "secrets");
        var connections = Settings.Number(builder.Configuration, "Connections", ConnectionsDefault);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = BodyMax;
            kestrel.Limits.MaxRequestHeadersTotalSize = HeadersMax;
            kestrel.Limits.MaxRequestHeaderCount = 64;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(5);
            kestrel.Limits.MaxConcurrentConnections = connections;
        });
        builder
            .Services.AddSingleton(services => new ServerKeys(
                secrets,
                builder.Configuration["COMMERCE_OPERATOR_KEY"],
                services.GetRequiredService<IOptions<JsonOptions>>()
            ))
            .AddSingleton(
                new WebhookSecret(secrets, builder.Configuration["Payments:WebhookSecret"])
            )
            .AddCardFreeLogs()
            .AddSingleton(services => new Sealer(services.GetRequiredService<ServerKeys>()))
            .AddSingleton<Door>()
            .AddSingleton<Departure>()
            .AddHostedService(services => services.GetRequiredService<Departure>())
            .AddSingleton<OrderAnswers>()
            .AddSingleton<Declines>()
            .AddSingleton(RefundSettings.Read(builder.Configuration))
            .AddSingleton<OrderOwners>()
            .AddSingleton<MyOrders>()
            .AddOps()
            .AddAccounts(AccountSettings.Read(builder.Configuration))
            .AddSignIn(SignInSettings.Read(builder.Configuration, folder, isAlone))
            .AddCustomers(builder.Configuration)
            .AddPrivacy()
            .AddSingleton<CartCheckout>()
            .AddSingleton<CheckoutContacts>()
            .AddSingleton(CartSettings.Read(builder.Configuration))
            .AddShop(shop)
            .AddFlashSales()
            .AddApiDocument()
            .AddCors()
            .AddDeadlines(builder.Configuration)
            .AddSingleton(RateLimitSettings.Read(builder.Configuration))
            .AddSingleton<RateLimits>()
            .AddCatalog()
            .AddWaitingRooms()
            .AddImports(Path.Combine(folder, "imports"))
            .Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true)
            .ConfigureHttpJsonOptions(options => BeStrict(options.SerializerOptions));
    }

    public static void MapEdge(this WebApplication app)
    {
        app.UseConventions();
        app.MapHealth();
        app.UseMiddleware<OpsGate>();
        app.UseMiddleware<AuditTrail>();
        app.MapStock();
        app.MapCarts();
        app.MapMyCart();
        app.MapCustomers();
        app.MapPrivacy();
        app.MapWaitingRooms();
        app.MapOrders();
        app.MapOrderAdmin();
        app.MapRefunds();
        app.MapHooks();
        app.MapCatalog();
        app.MapImports();
        app.MapProductLists();
        app.MapLog();
        app.MapIntegrity();
        app.MapProcesses();
        app.MapDeadLetters();
        app.MapViews();
        app.MapAudit();
        app.MapOperators();
        app.MapAnalytics();
        app.MapGrains();
        app.MapFlashSales();
        app.MapOps();
        app.MapShop();
        app.MapSignIn();
        app.MapApiDocument();
        app.MapDocs();
        if (app.Services.GetRequiredService<ServerKeys>().NewOperatorKey is { } key)
        {
            Console.WriteLine($"Operator key, shown this once: {key}");
        }
    }

    private static void UseConventions(this WebApplication app)
    {
        app.Services.GetRequiredService<InnerRequests>().Begin(app);
        app.UseMiddleware<Failures>();
        app.UseProxies();
        app.UseMethods();
        app.UseRouting();
        app.UseOrigins();
        app.UseOptions();
        app.UseDoor();
        app.UseMiddleware<Shedding>();
        app.UseMiddleware<RateLimiting>();
        app.UseSignIn();
        app.UseAccounts();
        app.UseMiddleware<CardGuard>();
        app.UseMiddleware<Acceptable>();
        app.UseDeadlines();
        app.UseCallers();
    }

    /// <summary>
    /// Strict, where stored JSON is tolerant: a client should hear of its mistakes.
    /// </summary>
    private static void BeStrict(JsonSerializerOptions json)
    {
        json.PropertyNameCaseInsensitive = false;
        json.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        json.NumberHandling = JsonNumberHandling.Strict;
        json.AllowDuplicateProperties = false;
        json.RespectNullableAnnotations = true;
        json.RespectRequiredConstructorParameters = true;
        json.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        json.MaxDepth = 16;
        json.Converters.Add(new StrictText());
        json.Converters.Add(new UtcMilliseconds());
        json.Converters.Add(new StrictNamedTexts());
        json.Converters.Add(new StrictCodes());
        json.TypeInfoResolverChain.Insert(0, StockHttpJson.Default);
        json.TypeInfoResolverChain.Insert(0, CartHttpJson.Default);
        json.TypeInfoResolverChain.Insert(0, OrderHttpJson.Default);
        json.TypeInfoResolverChain.Insert(0, CustomerHttpJson.Default);
        json.TypeInfoResolverChain.Insert(0, PrivacyHttpJson.Default);
        json.TypeInfoResolverChain.Insert(0, IntegrityHttpJson.Default);
        json.TypeInfoResolverChain.Insert(0, CatalogHttpJson.Default);
        json.TypeInfoResolverChain.Insert(0, ProcessHttpJson.Default);
        json.TypeInfoResolverChain.Insert(0, DeadLetterHttpJson.Default);
        json.TypeInfoResolverChain.Insert(0, AuditHttpJson.Default);
        json.TypeInfoResolverChain.Insert(0, OperatorHttpJson.Default);
        json.TypeInfoResolverChain.Insert(0, GrainHttpJson.Default);
        json.TypeInfoResolverChain.Insert(0, ViewHttpJson.Default);
        json.TypeInfoResolverChain.Insert(0, SalesHttpJson.Default);
        json.TypeInfoResolverChain.Insert(0, TicketHttpJson.Default);
        json.TypeInfoResolverChain.Insert(0, FlashSalesHttpJson.Default);
        json.TypeInfoResolverChain.Insert(0, SignInHttpJson.Default);
    }
}
