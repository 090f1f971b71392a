using System.Collections.Immutable;

namespace Commerce.FlashSales;

/// <summary>What the terms of a sale must be like.</summary>
public static class SaleTermsRules
{
    public const int NameLengthMax = 120;
    public const int ItemsMax = 20;
    public const int QuantityMax = 1_000_000;
    public const int LimitMax = 1_000;
    public const int WorkMax = 24;

    /// <summary>Each member that is wrong, by a JSON pointer into the terms.</summary>
    public static ImmutableArray<RejectionDatum> Objections(SaleTerms terms)
    {
        var wrong = ImmutableArray.CreateBuilder<RejectionDatum>();
        Check(
            terms.Name.Trim().Length is > 0 and <= NameLengthMax && !terms.Name.Any(char.IsControl),
            "/name"
        );
        Check(terms.Items.Length is > 0 and <= ItemsMax, "/items");
        Check(terms.Limit is >= 1 and <= LimitMax, "/limit");
        Check(Enum.IsDefined(terms.Order), "/order");
        Check(terms.HoldSeconds is >= 60 and <= 1_800, "/holdSeconds");
        Check(terms.AdmissionSeconds is >= 30 and <= 3_600, "/admissionSeconds");
        Check(Enum.IsDefined(terms.BeyondQuota), "/beyondQuota");
        Check(terms.Work is >= 0 and <= WorkMax, "/work");
        Check(terms.Items.All(item => item.Sku != terms.Honeypot), "/honeypot");
        for (var i = 0; i < terms.Items.Length; i++)
        {
            var item = terms.Items[i];
            var first = terms.Items[0];
            Check(terms.Items.Take(i).All(other => other.Sku != item.Sku), $"/items/{i}/sku");
            Check(item.Quantity is >= 1 and <= QuantityMax, $"/items/{i}/quantity");
            Check(
                item.Price.MinorUnits >= 0 && item.Price.Currency == first.Price.Currency,
                $"/items/{i}/price"
            );
        }

        return wrong.ToImmutable();

        void Check(bool isRight, string pointer)
        {
            if (!isRight)
                wrong.Add(new(pointer, "code", Text: "out_of_range"));
        }
    }

    public static bool AreSame(SaleTerms one, SaleTerms other) =>
        one with { Items = default } == other with { Items = default }
        && one.Items.SequenceEqual(other.Items);
}
