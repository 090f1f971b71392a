namespace Commerce.Backups;

/// <summary>The tables of a journal in PostgreSQL, each a file of a backup.</summary>
internal static class JournalTables
{
    public const string Events = "events";
    public const string Keys = "subject_keys";

    private const string Columns =
        "position, partition, stream, version, kind, schema, time, correlation, causation, region, "
        + "epoch, data";

    /// <summary>Each with its columns, in the order of the file.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["journal"] = "format, incarnation, region, identity, tick_offset, begins",
            [Events] = Columns,
            ["alarms"] = "stream, partition, due",
            [Keys] = "subject, wrapped",
            ["erasures"] = "subject, at",
        };

    public static string FileOf(string table) => Path.Combine("postgres", $"{table}.copy");
}
