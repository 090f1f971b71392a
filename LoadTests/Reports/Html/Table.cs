namespace Commerce.LoadTests.Reports.Html;

/// <summary>A table: its first column says of what its others tell.</summary>
/// <param name="Columns">Their names.</param>
internal sealed record Table(string Caption, IReadOnlyList<string> Columns)
{
    private readonly List<Markup> _rows = [];

    public Table With(IEnumerable<IReadOnlyList<string>> rows)
    {
        _rows.AddRange(rows.Select(Row));
        return this;
    }

    /// <summary>Where there is no row, nothing. The keyboard scrolls it, too.</summary>
    public Markup Draw() =>
        Markup
            .Of(
                $"""
                <div class="scrolls" role="region" tabindex="0" aria-label="{Caption}"><table>
                <caption>{Caption}</caption>
                <thead><tr>{Columns.Select(Head)}</tr></thead>
                <tbody>{_rows}</tbody>
                </table></div>
                """
            )
            .If(_rows.Count > 0);

    private static Markup Head(string name) => Markup.Of($"""<th scope="col">{name}</th>""");

    private static Markup Row(IReadOnlyList<string> cells) =>
        Markup.Of($"""<tr><th scope="row">{cells[0]}</th>{cells.Skip(1).Select(Cell)}</tr>""");

    private static Markup Cell(string text) => Markup.Of($"<td>{text}</td>");
}
