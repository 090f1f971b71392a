using Commerce.Catalog;
using Commerce.Clustering;
using Commerce.Customers;
using Commerce.EventSourcing;
using Commerce.Http;
using Commerce.Journal;
using Commerce.Notifications;
using Commerce.Payments;
using Commerce.Postgres;
using Commerce.Privacy;
using Commerce.Shopping;
using Commerce.Streams;
using Commerce.Telemetry;
using Commerce.Views;

namespace Commerce;

/// <summary>
/// Puts the store together: one process with its journal, its grains and its edge.
/// </summary>
public static class Store
{
    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions
            {
                // The one switch that has no value, as people say it.
                Args = [.. args.Select(each => each is "--no-demo" ? "--Demo=false" : each)],
                ContentRootPath = AppContext.BaseDirectory,
            }
        );
        var telemetry = TelemetrySettings.Read(builder.Configuration);
        var cluster = SiloSettings.Read(builder.Configuration);
        var folder = Path.GetFullPath(builder.Configuration["Data"] ?? "data");
        var isNew = builder.AddJournal(folder);
        builder.AddEdge(folder);
        builder.AddSimulatedProvider(folder);
        builder.AddMail(folder);
        builder.Services.AddViews(_ =>
            builder.Configuration["Store"] is "postgres"
                ? PostgresViews.Open(builder.Configuration["Postgres"]!)
                : ViewsFile.Open(folder)
        );
        builder.AddTelemetry(telemetry);
        if (isNew && builder.Configuration.GetValue("Demo", defaultValue: true))
        {
            builder.AddDemoShop();
        }

        builder.UseOrleans(silo =>
        {
            silo.AddDashboard(builder.Configuration);
            silo.JoinCluster(cluster);
            silo.AddJournalStreams();
            silo.AddTracing(telemetry);
        });
        // After the silo, so that they stop first: nobody is woken on the way out.
        builder
            .Services.AddSingleton<IPlace, PlaceAmongSilos>()
            .AddHostedService<AlarmClock>()
            .AddHostedService<ProjectionClock>();
        // After the silo, whose grains they ask, and before the web server: that comes last.
        builder.Services.AddFirstPages();
        return builder;
    }

    /// <summary>Opens the journal; whether nothing has ever happened in it.</summary>
    private static bool AddJournal(this WebApplicationBuilder builder, string folder)
    {
        var ids = new IdGenerator(TimeProvider.System, builder.Configuration["Region"] ?? "eu1");
        var journal = builder.Configuration.OpenJournal(folder, ids);
        builder
            .Services.AddSingleton(TimeProvider.System)
            .AddSingleton(ids)
            .AddSingleton(_ => journal)
            .AddSingleton<IJournal>(services => services.GetRequiredService<IJournalStore>())
            .AddSingleton<IAlarms>(services => services.GetRequiredService<IJournalStore>())
            .AddSingleton<ISubjectKeys>(services => services.GetRequiredService<IJournalStore>())
            .AddSingleton<ISnapshots>(_ => new DisposableSnapshots(folder, journal.Incarnation))
            .AddSingleton<AggregateRuntime>()
            .AddSingleton(Retention.Read(builder.Configuration))
            .AddSingleton<Sessions>()
            .AddSingleton<SkuOwners>();
        return journal.Head == 0;
    }

    /// <summary>Writes as the host does, before there is one.</summary>
    private static ILogger Logger(this ConfigurationManager settings) =>
        LoggerFactory
            .Create(logging =>
                logging.AddConfiguration(settings.GetSection("Logging")).AddConsole()
            )
            .CreateLogger<PostgresJournal>();

    private static IJournalStore OpenJournal(
        this ConfigurationManager settings,
        string folder,
        IdGenerator ids
    ) =>
        (settings["Store"] ?? "sqlite", settings["Postgres"]) switch
        {
            ("sqlite", _) => SqliteJournal.Open(folder, ids),
            ("postgres", { Length: > 0 } text) => PostgresJournal.Open(
                text,
                ids,
                settings.Logger()
            ),
            ("postgres", _) => throw new SettingException(
                "Store is postgres, and Postgres does not say where that is."
            ),
            var (other, _) => throw new SettingException(
                $"Store is sqlite or postgres, not '{other}'."
            ),
        };
}
