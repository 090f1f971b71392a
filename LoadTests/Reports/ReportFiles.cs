using System.Text.Json;

namespace Commerce.LoadTests.Reports;

/// <summary>Where a report goes.</summary>
public static class ReportFiles
{
    /// <param name="output">For people.</param>
    /// <param name="json">A file for programs, "-" for standard output.</param>
    /// <param name="html">A file for people, who see more there.</param>
    public static async Task Write(
        this Report report,
        TextWriter output,
        string? json,
        string? html
    )
    {
        ReportText.Write(output, report);
        await Save(report.ToJson(), json, output);
        await Save(HtmlReport.Of(report), html, output);
        await output.WriteLineAsync(report.Holds ? "OK" : "FAILED");
    }

    /// <exception cref="SetUpException">It is no report, or cannot be read.</exception>
    public static async Task<Report> Read(string file)
    {
        try
        {
            return Report.FromJson(await File.ReadAllTextAsync(file));
        }
        catch (Exception exception)
            when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new SetUpException($"{file} is no report: {exception.Message}");
        }
    }

    private static async Task Save(string text, string? file, TextWriter output)
    {
        if (file is null)
            return;

        if (file is "-")
        {
            await Console.Out.WriteLineAsync(text);
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        await File.WriteAllTextAsync(file, text);
        await output.WriteLineAsync($"report: {file}");
    }
}
