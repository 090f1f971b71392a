using System.Text;
using Commerce.Imports;
using Microsoft.AspNetCore.Http;

namespace Commerce.Catalog;

/// <summary>Tables of which nothing is taken.</summary>
public sealed class RefusedTablesTests(SharedCatalog shared) : IClassFixture<SharedCatalog>
{
    [Theory]
    [InlineData("key,slug,nmae\nm,mug,Mug", "unknown_column")]
    [InlineData("", "unknown_column")]
    public async Task A_table_with_other_columns_is_refused_whole(string table, string code)
    {
        var refused = await shared.Store.Import("k", table, "text/csv");

        Assert.Equal(code, await refused.Code());
        Assert.Empty(await shared.Store.Events("import.started"));
    }

    [Theory]
    [InlineData("key,slug\na,\"b\"c\n")]
    [InlineData("key,slug\na,\"never closed\n")]
    [InlineData("\"key\"x,slug\n")]
    public async Task What_is_no_table_is_refused_whole(string table)
    {
        var refused = await shared.Store.Import("k", table, "text/csv");

        Assert.Equal("malformed_request", await refused.Code());
        Assert.Empty(await shared.Store.Events("import.started"));
    }

    [Theory]
    [InlineData("key,slug\na,\"", "x")]
    [InlineData("key,slug\na", ",")]
    [InlineData("key,slug\na", ",\"\n\"")]
    [InlineData("key", ",key")]
    public async Task A_record_that_does_not_end_is_refused_early(string begin, string more)
    {
        var table = string.Concat(Enumerable.Repeat(more, 4_000_000 / more.Length));
        using var csv = new MemoryStream(Encoding.UTF8.GetBytes(begin + table));

        await Assert.ThrowsAsync<BadHttpRequestException>(async () =>
        {
            var rows = await CsvRows.Read(csv, TestContext.Current.CancellationToken);
            await rows.Value!.CopyToAsync(Stream.Null, TestContext.Current.CancellationToken);
        });

        Assert.InRange(csv.Position, 0, 4 * RowText.LengthMax);
    }
}
