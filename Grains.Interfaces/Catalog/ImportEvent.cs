using System.Collections.Immutable;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Commerce.Catalog;

/// <summary>
/// What happened to an import. These are stored for ever: add a case or a member, and never rename,
/// reorder or reuse one.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Started), "import.started")]
[JsonDerivedType(typeof(Progressed), "import.progressed")]
[JsonDerivedType(typeof(RowsFailed), "import.rows-failed")]
[JsonDerivedType(typeof(Finished), "import.finished")]
[JsonDerivedType(typeof(Paused), "import.paused")]
[JsonDerivedType(typeof(Resumed), "import.resumed")]
public abstract record ImportEvent : IDomainEvent<ImportEvent>
{
    private ImportEvent() { }

    static JsonTypeInfo<ImportEvent> IDomainEvent<ImportEvent>.Json =>
        ImportEventJson.Default.ImportEvent;

    /// <summary>The file is here and has so many lines; of products, unless told.</summary>
    public sealed record Started(
        string Name,
        string Request,
        long Total,
        RowKind? Of = null,
        string? By = null
    ) : ImportEvent;

    /// <summary>So many more lines were dealt with.</summary>
    public sealed record Progressed(
        long Lines,
        long Created,
        long Changed,
        long Unchanged,
        long Failed
    ) : ImportEvent;

    /// <summary>These of the lines of the progress that follows could not be taken.</summary>
    public sealed record RowsFailed(ImmutableArray<FailedRow> Rows) : ImportEvent;

    public sealed record Finished : ImportEvent;

    /// <summary>It stops once the lines that are on their way have been dealt with.</summary>
    public sealed record Paused : ImportEvent;

    public sealed record Resumed : ImportEvent;
}
