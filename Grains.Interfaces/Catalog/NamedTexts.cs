using System.Collections;
using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Commerce.Catalog;

/// <summary>
/// Texts by name, in the order in which they were given: a name per language, an option's choice,
/// an attribute's value. Names are distinct.
/// </summary>
[GenerateSerializer, Immutable, Alias("commerce.catalog.named-texts")]
[JsonConverter(typeof(NamedTextsJson))]
public sealed class NamedTexts(ImmutableArray<NamedText> entries) : IReadOnlyList<NamedText>
{
    [Id(0)]
    private readonly ImmutableArray<NamedText> _entries = entries;

    public static NamedTexts None { get; } = new([]);

    public int Count => _entries.Length;

    public NamedText this[int index] => _entries[index];

    /// <summary>The text of that name, or <c>null</c>.</summary>
    public string? Find(string name)
    {
        foreach (var entry in _entries)
        {
            if (entry.Name == name)
                return entry.Text;
        }

        return null;
    }

    public IEnumerator<NamedText> GetEnumerator() => _entries.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>A text and what it is called.</summary>
[GenerateSerializer, Immutable, Alias("commerce.catalog.named-text")]
public readonly record struct NamedText(string Name, string Text);
