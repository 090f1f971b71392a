using System.Globalization;
using Commerce.Inventory;
using Commerce.Ops;

namespace Commerce.FlashSales;

/// <summary>
/// A sale as it is typed: whatever was, is kept, with a sentence beside each field that is not
/// right. A field is called as its place in the JSON is: <c>items/0/price</c>.
/// </summary>
public sealed class SaleForm
{
    public const int RowsMax = 20;

    private const int RowsMin = 3;

    private readonly Dictionary<string, string> _texts;
    private readonly Dictionary<string, string> _wrong = new(StringComparer.Ordinal);

    private SaleForm(Dictionary<string, string> texts, int rows)
    {
        _texts = texts;
        Rows = int.Clamp(rows, RowsMin, RowsMax);
    }

    /// <summary>How many items there is room for.</summary>
    public int Rows { get; }

    /// <summary>What stands in a field.</summary>
    public string this[string field] => _texts.GetValueOrDefault(field) ?? "";

    /// <summary>What is wrong, by the fields that it stands beside.</summary>
    public IReadOnlyDictionary<string, string> Wrong => _wrong;

    public static SaleForm New(Currency currency) => Of(new SaleTerms("", []), currency);

    public static SaleForm Of(SaleTerms terms, Currency currency)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["name"] = terms.Name,
            ["currency"] = (terms.Items is [var first, ..] ? first.Price.Currency : currency).Code,
            ["limit"] = Text(terms.Limit),
            ["order"] = SaleWords.Of(terms.Order),
            ["holdSeconds"] = Text(terms.HoldSeconds),
            ["admissionSeconds"] = Text(terms.AdmissionSeconds),
            ["beyondQuota"] = SaleWords.Of(terms.BeyondQuota),
            ["limitsAddresses"] = terms.LimitsAddresses ? "true" : "",
            ["work"] = Text(terms.Work),
            ["honeypot"] = terms.Honeypot?.Value ?? "",
        };
        for (var i = 0; i < terms.Items.Length; i++)
        {
            var item = terms.Items[i];
            texts[$"items/{i}/sku"] = item.Sku.Value;
            texts[$"items/{i}/price"] = item.Price.ToString().Split(' ')[0];
            texts[$"items/{i}/quantity"] = Text(item.Quantity);
        }

        return new(texts, terms.Items.Length + 1);
    }

    /// <summary>Takes what was sent; rows that are empty are closed up.</summary>
    public static SaleForm Read(IFormCollection form)
    {
        var texts = Names.ToDictionary(name => name, name => Sent(name), StringComparer.Ordinal);
        var rows = Enumerable
            .Range(0, RowsMax)
            .Select(i => Columns.Select(column => Sent($"items/{i}/{column}")).ToList())
            .Where(row => row.Exists(text => text.Length > 0))
            .ToList();
        for (var i = 0; i < rows.Count; i++)
        {
            foreach (var (column, text) in Columns.Zip(rows[i]))
                texts[$"items/{i}/{column}"] = text;
        }

        // Whoever asks for more gets some; who does not keeps as many as there were.
        var more = Sent("more").Length > 0 ? RowsMin : 1;
        return new(texts, rows.Count + more);

        string Sent(string name) => form[name].ToString().Trim();
    }

    /// <summary>The terms; <c>null</c> where something is not what it is to be, which is then
    /// said.</summary>
    public SaleTerms? ToTerms()
    {
        var currency = Currency.TryParse(this["currency"], provider: null, out var read)
            ? read
            : Flag("currency", Euro);
        var items = Enumerable
            .Range(0, RowsMax)
            .TakeWhile(i => _texts.ContainsKey($"items/{i}/sku"))
            .Select(i => new SaleItem(
                Code($"items/{i}/sku"),
                OpsPage.Amount(this[$"items/{i}/price"], currency)
                    ?? Flag<Money>($"items/{i}/price"),
                Number($"items/{i}/quantity")
            ))
            .ToList();
        var terms = new SaleTerms(
            this["name"],
            [.. items],
            Number("limit"),
            SaleWords.Order(this["order"]) ?? Flag<TurnOrder>("order"),
            Number("holdSeconds"),
            Number("admissionSeconds"),
            SaleWords.Beyond(this["beyondQuota"]) ?? Flag<BeyondQuota>("beyondQuota"),
            this["limitsAddresses"].Length > 0,
            Number("work"),
            this["honeypot"].Length == 0 ? null : Code("honeypot")
        );
        return _wrong.Count == 0 ? terms : null;
    }

    /// <summary>Says beside its field what the sale itself found wrong.</summary>
    public void Mark(Rejection rejection)
    {
        foreach (var each in rejection.Data.IsDefault ? [] : rejection.Data)
        {
            if (each.Pointer is ['/', ..] pointer)
                Flag<int>(pointer[1..]);
        }
    }

    private static readonly string[] Columns = ["sku", "price", "quantity"];

    private static readonly string[] Names =
    [
        "name",
        "currency",
        "limit",
        "order",
        "holdSeconds",
        "admissionSeconds",
        "beyondQuota",
        "limitsAddresses",
        "work",
        "honeypot",
    ];

    private static Currency Euro { get; } = new("EUR");

    /// <summary>Says that a field is wrong; what stands there instead is not used.</summary>
    private T Flag<T>(string field, T instead = default)
        where T : struct
    {
        _wrong[field] = Sentence(field);
        return instead;
    }

    private int Number(string field) =>
        OpsPage.Number(this[field]) is >= int.MinValue and <= int.MaxValue and var number
            ? (int)number
            : Flag<int>(field);

    private Sku Code(string field) =>
        Sku.TryParse(this[field], provider: null, out var sku) ? sku : Flag<Sku>(field);

    private static string Sentence(string field) =>
        field.Split('/')[^1] switch
        {
            "name" => "A name has 1 to 120 characters.",
            "items" => "Name 1 to 20 items.",
            "currency" => "A currency is an ISO 4217 code: EUR.",
            "limit" => "One person may have 1 to 1,000 units.",
            "holdSeconds" => "A cart holds units for 60 to 1,800 seconds.",
            "admissionSeconds" => "An admission is good for 30 to 3,600 seconds.",
            "work" => "A proof of work has 0 to 24 bits.",
            "honeypot" =>
                "A SKU of 1 to 64 letters, digits, dots, dashes and underscores, which is "
                    + "not one of the sale's items.",
            "sku" => "A SKU of 1 to 64 letters, digits, dots, dashes and underscores, each once.",
            "price" => "An amount as 12.50, no finer than the currency.",
            "quantity" => "1 to 1,000,000 units.",
            _ => "Choose one of these.",
        };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
