using Npgsql;

namespace Commerce.Postgres;

/// <summary>The tables of the views, apart from the journal's: they can be made again.</summary>
internal static class ViewSchema
{
    public const string Name = "commerce_views";

    /// <summary>Tables of another format are thrown away.</summary>
    private const int Format = 2;

    /// <summary>Held by whoever makes the tables or begins builds: "COMV" in ASCII.</summary>
    public const long Lock = 0x434F4D56;

    private const string Tables = """
        CREATE TABLE format (format int NOT NULL);
        CREATE TABLE builds (
          build bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
          view text COLLATE "C" NOT NULL,
          version int NOT NULL,
          incarnation text NOT NULL,
          complete boolean NOT NULL
        );
        CREATE TABLE positions (
          build bigint NOT NULL,
          part int NOT NULL,
          position bigint NOT NULL,
          time bigint NOT NULL,
          complete boolean NOT NULL,
          PRIMARY KEY (build, part)
        ) WITH (fillfactor = 20);
        CREATE TABLE rows (
          build bigint NOT NULL,
          key text COLLATE "C" NOT NULL,
          body bytea NOT NULL,
          PRIMARY KEY (build, key)
        ) WITH (fillfactor = 80);
        CREATE TABLE listings (
          build bigint NOT NULL,
          list text COLLATE "C" NOT NULL,
          sort text COLLATE "C" NOT NULL,
          key text COLLATE "C" NOT NULL,
          since bigint NOT NULL,
          until bigint NOT NULL,
          PRIMARY KEY (build, list, sort, key)
        );
        CREATE TABLE lists (
          build bigint NOT NULL,
          list text COLLATE "C" NOT NULL,
          rows bigint NOT NULL,
          PRIMARY KEY (build, list)
        ) WITH (fillfactor = 50);
        CREATE TABLE totals (
          build bigint NOT NULL,
          total text COLLATE "C" NOT NULL,
          at text COLLATE "C" NOT NULL,
          count bigint NOT NULL,
          units bigint NOT NULL,
          amount bigint NOT NULL,
          PRIMARY KEY (build, total, at)
        ) WITH (fillfactor = 50);
        CREATE TABLE dead_letters (
          build bigint NOT NULL,
          position bigint NOT NULL,
          stream text COLLATE "C" NOT NULL,
          version bigint NOT NULL,
          reason text NOT NULL,
          PRIMARY KEY (build, position)
        );
        """;

    public static void Prepare(NpgsqlConnection connection)
    {
        using var transaction = connection.BeginTransaction();
        connection.Run($"SELECT pg_advisory_xact_lock({Lock})");
        if (
            connection.Ask<bool>($"SELECT to_regclass('{Name}.format') IS NULL")
            || connection.Ask<int>($"SELECT format FROM {Name}.format") != Format
        )
        {
            connection.Run($"DROP SCHEMA IF EXISTS {Name} CASCADE; CREATE SCHEMA {Name}");
            connection.Run(Tables);
            connection.Run($"INSERT INTO format VALUES ({Format})");
        }

        transaction.Commit();
    }
}
