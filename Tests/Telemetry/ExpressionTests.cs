namespace Commerce.Telemetry;

/// <summary>No rule and no dashboard waits for something that no store tells.</summary>
[Collection(nameof(ScrapedStore))]
public sealed class ExpressionTests(ScrapedStore scraped)
{
    /// <summary>Label values that a store in health does not have.</summary>
    private static readonly Dictionary<string, string> Rare = new(StringComparer.Ordinal)
    {
        ["http_response_status_code"] = "nothing failed yet",
        ["outcome"] = "the provider answered",
    };

    /// <summary>What Prometheus says of a target, and puts on all that it scrapes there.</summary>
    private static readonly string[] OfPrometheus = ["up", "instance", "job"];

    /// <summary>What a silo with certificates tells: <c>MutualTlsTests</c> asks one.</summary>
    private static readonly string[] OfTls = ["commerce_cluster_certificate_expires_seconds"];

    [Fact]
    public void Each_metric_that_is_asked_for_is_told()
    {
        var asked = Expressions.All().ToList();
        var told = scraped.Scrape.Series.Select(each => each.Name).ToHashSet();
        told.UnionWith(Expressions.Recorded);
        told.UnionWith(OfPrometheus);
        told.UnionWith(OfTls);

        Assert.True(asked.Count > 50, $"Only {asked.Count} were found.");
        Assert.Empty(asked.Where(each => !told.Contains(each.Name)));
    }

    [Fact]
    public void Each_label_that_is_asked_for_is_there_and_can_have_that_value()
    {
        var wrong =
            from each in Expressions.All()
            from matcher in each.Matchers
            where !OfPrometheus.Contains(matcher.Label, StringComparer.Ordinal)
            where !Fits(each.Name, matcher.Label, matcher.Operator, matcher.Value)
            select $"{each.Where}: {each.Name} by {matcher}";

        Assert.Empty(wrong);
    }

    private bool Fits(string name, string label, string comparison, string value)
    {
        var told = scraped
            .Scrape.Series.Where(each => each.Name == name)
            .Select(each => each.Labels.GetValueOrDefault(label))
            .OfType<string>()
            .ToList();
        return comparison switch
        {
            "!=" or "!~" => told.Count > 0,
            "=" when !Rare.ContainsKey(label) => told.Contains(value, StringComparer.Ordinal),
            "=~" when !Rare.ContainsKey(label) => Alternatives(value).All(told.Contains),
            _ => told.Count > 0,
        };
    }

    /// <summary>
    /// What <c>order.(placed|confirmed)</c> stands for, each of which must be there.
    /// </summary>
    private static IEnumerable<string> Alternatives(string pattern)
    {
        var (begin, end) = (pattern.IndexOf('('), pattern.IndexOf(')'));
        return begin < 0
            ? pattern.Split('|')
            : pattern[(begin + 1)..end]
                .Split('|')
                .Select(each => $"{pattern[..begin]}{each}{pattern[(end + 1)..]}");
    }
}
