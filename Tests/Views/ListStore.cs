using System.Net.Http.Headers;
using System.Text.Json;
using Commerce.Catalog;
using Commerce.EventSourcing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Commerce.Views;

/// <summary>A whole store on a socket, into whose journal tests write products.</summary>
public sealed class ListStore : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lists").FullName;
    private WebApplication _app = null!;

    /// <summary>The folder of the store's files.</summary>
    public string Folder => _folder;

    public HttpClient Shopper { get; private set; } = null!;

    public HttpClient Operator { get; private set; } = null!;

    public IJournal Journal => _app.Services.GetRequiredService<IJournal>();

    public async ValueTask InitializeAsync()
    {
        var builder = Store.CreateBuilder([
            $"--Data={_folder}",
            "--Demo=false",
            "--urls=http://127.0.0.1:0",
            "--COMMERCE_OPERATOR_KEY=key-of-tests",
        ]);
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.MapEdge();
        await _app.StartAsync(TestContext.Current.CancellationToken);
        Shopper = new() { BaseAddress = new(_app.Urls.Single()) };
        Operator = new() { BaseAddress = Shopper.BaseAddress };
        Operator.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer",
            "key-of-tests"
        );
    }

    public async ValueTask DisposeAsync()
    {
        Shopper.Dispose();
        Operator.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A product as it was first written.</summary>
    public static ProductEvent Written(string slug, bool published, params string[] categories) =>
        new ProductEvent.Written(
            new($"key-{slug}"),
            new(
                slug,
                new([new("en", $"The {slug}")]),
                Description: null,
                [.. categories],
                NamedTexts.None,
                [],
                [
                    new(
                        new($"SKU-{slug}"),
                        NamedTexts.None,
                        [new(1_099, Currency.Parse("EUR", null))]
                    ),
                ]
            ),
            published
        );

    /// <param name="number">Products with greater numbers are newer.</param>
    public static string Id(int number) => $"prd_eu1_01J0000000000000000000{number:0000}";

    /// <summary>Appends what happened to a product, and returns once its lists tell.</summary>
    public Task Happen(string id, long after, params ProductEvent[] events) =>
        Happen($"product/{id}", after, DateTimeOffset.UnixEpoch, events);

    /// <summary>Appends what happened, and returns once every view has heard of it.</summary>
    public async Task Happen<TEvent>(
        string stream,
        long after,
        DateTimeOffset at,
        params TEvent[] events
    )
        where TEvent : IDomainEvent<TEvent>
    {
        var recorded = events.Select(each => StoredEvent<TEvent>.Write(each, at));
        await Journal.Append(new(stream, after, [.. recorded]));
        await CatchUp();
    }

    /// <summary>Returns once every view has heard of all that has happened.</summary>
    public async Task CatchUp()
    {
        await _app.Services.GetRequiredService<IGrainFactory>().CatchUp();
    }

    /// <summary>The JSON of an answer that must have succeeded.</summary>
    public static async Task<JsonElement> Get(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
        using var json = JsonDocument.Parse(
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)
        );
        return json.RootElement.Clone();
    }

    /// <summary>The status and code of a problem.</summary>
    public static async Task<string> Problem(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path, TestContext.Current.CancellationToken);
        using var json = JsonDocument.Parse(
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)
        );
        return $"{(int)answer.StatusCode} {json.RootElement.GetProperty("code").GetString()}";
    }
}
