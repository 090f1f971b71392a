using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace Commerce.SignIn;

/// <summary>Where what signing in keeps is kept, and its tables.</summary>
internal sealed class SignInDatabase(SignInSettings settings)
{
    public const string File = "sign-in.db";

    /// <summary>Held by whoever makes or checks the tables: "COMS" in ASCII.</summary>
    private const long Key = 0x434F4D53;

    private const int BusySecondsMax = 5;

    public void Configure(DbContextOptionsBuilder options)
    {
        if (settings.Postgres is { } postgres)
            options.UseNpgsql(postgres);
        else
            options.UseSqlite(ConnectionText());
        options.UseOpenIddict();
    }

    /// <summary>Makes the tables where there are none.</summary>
    /// <exception cref="InvalidDataException">They are not of this program.</exception>
    public static async Task Prepare(SignInContext context)
    {
        var database = context.Database;
        if (!database.IsNpgsql())
            await database.ExecuteSqlAsync($"PRAGMA journal_mode = WAL");

        await using var transaction = await Lock(context);
        if (!await IsMade(database))
        {
            var creator = (IRelationalDatabaseCreator)database.GetService<IDatabaseCreator>();
            await creator.CreateTablesAsync();
            context.Formats.Add(new(SignInContext.Format));
            await context.SaveChangesAsync();
        }

        var format = await context.Formats.Select(each => each.Format).SingleAsync();
        if (format != SignInContext.Format)
        {
            throw new InvalidDataException(
                $"What signing in keeps has format {format}; this program knows "
                    + $"{SignInContext.Format}."
            );
        }

        await transaction.CommitAsync();
    }

    /// <summary>A transaction that only one process at a time is in.</summary>
    public static async Task<IDbContextTransaction> Lock(SignInContext context)
    {
        var transaction = await context.Database.BeginTransactionAsync();
        if (context.Database.IsNpgsql())
            await context.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({Key})");
        return transaction;
    }

    private static Task<bool> IsMade(DatabaseFacade database) =>
        database.IsNpgsql()
            ? database
                .SqlQuery<bool>($"""SELECT to_regnamespace('sign_in') IS NOT NULL AS "Value" """)
                .SingleAsync()
            : database
                .SqlQuery<bool>(
                    $"""
                    SELECT count(*) > 0 AS "Value" FROM sqlite_master WHERE name = 'Formats'
                    """
                )
                .SingleAsync();

    private string ConnectionText() =>
        new DbConnectionStringBuilder
        {
            ["Data Source"] = Path.Combine(settings.Folder, File),
            ["Default Timeout"] = BusySecondsMax,
        }.ConnectionString;
}
