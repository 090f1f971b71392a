namespace Commerce.LoadTests.Reports;

/// <summary>A report as one page that needs nothing else.</summary>
public static class HtmlReport
{
    public static string Of(Report report) => $"<!doctype html><pre>{report.ToJson()}</pre>";
}
