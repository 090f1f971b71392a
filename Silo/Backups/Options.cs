namespace Commerce.Backups;

/// <summary>What somebody wrote behind a verb.</summary>
/// <param name="Loose">What is no option.</param>
/// <param name="Erasures">The lists that are to be applied again.</param>
/// <param name="Switches">Options without a value.</param>
internal sealed record Options(
    IReadOnlyDictionary<string, string> Values,
    IReadOnlyList<string> Loose,
    IReadOnlyList<string> Erasures,
    IReadOnlySet<string> Switches
)
{
    public const string ErasuresOnly = "--erasures-only";

    private const string Lists = "--erasures";

    /// <param name="args">As they came.</param>
    /// <param name="known">Options with a value, in lower case; a shop's settings, mostly.</param>
    /// <returns><c>null</c> where it cannot be meant.</returns>
    public static Options? Read(IEnumerable<string> args, params IEnumerable<string> known)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var (loose, lists) = (new List<string>(), new List<string>());
        var switches = new HashSet<string>(StringComparer.Ordinal);
        string? open = null;
        foreach (var each in args.SelectMany(Parts))
        {
            var option = each.ToLowerInvariant();
            if (option == ErasuresOnly)
                (open, _) = (null, switches.Add(option));
            else if (option == Lists)
                open = option;
            else if (known.Contains(option, StringComparer.Ordinal) && !values.ContainsKey(option))
                (open, values[option]) = (option, "");
            else if (each.StartsWith("--", StringComparison.Ordinal))
                return null;
            else if (open == Lists)
                lists.Add(each);
            else if (open is not null)
                (open, values[open]) = (null, each);
            else
                loose.Add(each);
        }

        return values.ContainsValue("") ? null : new(values, loose, lists, switches);
    }

    /// <summary>A connection string has equals signs of its own.</summary>
    private static string[] Parts(string arg) =>
        arg.StartsWith("--", StringComparison.Ordinal) ? arg.Split('=', 2) : [arg];
}
