using System.Collections.Immutable;
using System.Globalization;
using Commerce.Http;
using Commerce.Views;

namespace Commerce.Analytics;

/// <summary>Which sales are asked for: of what, and from when to when.</summary>
/// <param name="Per"><c>minute</c>, <c>hour</c> or <c>day</c>, in UTC.</param>
/// <param name="From">The first moment, at the beginning of a span.</param>
/// <param name="Until">The moment after the last, at the beginning of a span.</param>
public sealed record SalesReport(
    string Total,
    string Per,
    DateTimeOffset From,
    DateTimeOffset Until
)
{
    /// <summary>A day of minutes, two months of hours, four years of days.</summary>
    public const int PointsMax = 1_440;

    private static readonly ImmutableArray<(
        string Per,
        TimeSpan Width,
        string Format,
        int Usual
    )> Spans =
    [
        ("minute", TimeSpan.FromMinutes(1), "yyyy-MM-dd'T'HH:mm", 60),
        ("hour", TimeSpan.FromHours(1), "yyyy-MM-dd'T'HH", 24),
        ("day", TimeSpan.FromDays(1), "yyyy-MM-dd", 30),
    ];

    private static readonly Problem NoSuchSpan = new(
        StatusCodes.Status422UnprocessableEntity,
        "invalid_span",
        "Sales are summed per minute, hour or day."
    );

    private static readonly Problem OutOfRange = new(
        StatusCodes.Status422UnprocessableEntity,
        "range_out_of_range",
        $"A report begins before it ends and has at most {PointsMax} spans."
    );

    private static readonly Problem TwoTotals = new(
        StatusCodes.Status422UnprocessableEntity,
        "invalid_filter",
        "Sales are asked for of a product or of a category, not of both."
    );

    /// <summary>What is meant by what somebody asks for, or what is wrong with it.</summary>
    internal static (SalesReport? Report, Problem? Problem) Of(
        SalesQuery query,
        Currency currency,
        DateTimeOffset now
    )
    {
        var span = Spans.FirstOrDefault(each => each.Per == (query.Per ?? "minute"));
        if (span.Per is null)
            return (null, NoSuchSpan);
        if (query is { Product: not null, Category: not null })
            return (null, TwoTotals);

        var until = Ceiling(query.Until ?? now, span.Width);
        var earliest = DateTimeOffset.MinValue + (span.Width * PointsMax);
        if (until < earliest || query.From > until)
            return (null, OutOfRange);

        var from = query.From is { } begin
            ? Floor(begin, span.Width)
            : until - (span.Width * span.Usual);
        if (from >= until || (until - from) / span.Width > PointsMax)
            return (null, OutOfRange);

        return (new(TotalOf(query, currency), span.Per, from, until), null);
    }

    /// <summary>The sums of each span, those in which nothing was sold included.</summary>
    public async Task<Outcome<Series>> Read(IGrainFactory grains)
    {
        var (_, width, format, _) = Spans.First(each => each.Per == Per);
        var length = Text(From, format).Length;
        var read = await grains
            .View(SalesTotal.View)
            .GetTotal(Total, SalesTotal.Minute(From), SalesTotal.Minute(Until), length);
        if (!read.IsAccepted)
            return read.Rejection;

        var sums = read.Value.Points.ToDictionary(
            point => point.At,
            point => point.Sums,
            StringComparer.Ordinal
        );
        var all = new List<SeriesPoint>();
        for (var at = From; at < Until; at += width)
        {
            var name = Text(at, format);
            all.Add(new(name, sums.GetValueOrDefault(name)));
        }

        return new Series([.. all], read.Value.AsOf);
    }

    /// <summary>The moment at which a point's span begins.</summary>
    public DateTimeOffset MomentOf(SeriesPoint point) =>
        DateTimeOffset.ParseExact(
            point.At,
            Spans.First(each => each.Per == Per).Format,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal
        );

    private static string TotalOf(SalesQuery query, Currency currency) =>
        query.Product is { } product ? SalesTotal.OfProduct(product, currency)
        : query.Category is { } category ? SalesTotal.OfCategory(category, currency)
        : SalesTotal.All(currency);

    private static string Text(DateTimeOffset at, string format) =>
        at.UtcDateTime.ToString(format, CultureInfo.InvariantCulture);

    private static DateTimeOffset Floor(DateTimeOffset at, TimeSpan width) =>
        new(at.UtcTicks - (at.UtcTicks % width.Ticks), TimeSpan.Zero);

    private static DateTimeOffset Ceiling(DateTimeOffset at, TimeSpan width) =>
        at.UtcTicks % width.Ticks == 0 || DateTimeOffset.MaxValue - at <= width
            ? Floor(at, width)
            : Floor(at, width) + width;
}

/// <summary>What a client asks of the sales, as it stands in the address.</summary>
public readonly record struct SalesQuery(
    string? Per,
    DateTimeOffset? From,
    DateTimeOffset? Until,
    string? Product,
    string? Category,
    string? Currency
);
