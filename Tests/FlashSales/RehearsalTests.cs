using Commerce.Stores;

namespace Commerce.FlashSales;

/// <summary>Rehearsals in a store as it is shipped.</summary>
public sealed class RehearsalTests : IAsyncLifetime
{
    private StoreProcess _store = null!;

    public async ValueTask InitializeAsync() => _store = await StoreProcess.Start();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task Virtual_shoppers_sell_it_out_and_leave_no_trace_in_real_stock()
    {
        var sale = await OpenSale.Draft(_store.Shop, "REAL", units: 20);
        var before = (await _store.Shop.GetStock("REAL")).Expect(200).Number("version");

        var begun = await _store.Shop.Post(
            $"/admin/v1/sales/{sale.Id}/rehearse",
            new { shoppers = 60 },
            key: null
        );
        var rehearsal = new OpenSale(_store.Shop, begun.Expect(202).Text("id"), "");
        Assert.Equal(404, (await rehearsal.Show()).Status);
        var told = await rehearsal.Reports();

        var report = told.Body["rehearsal"]!;
        Assert.Equal(sale.Id, told.Text("rehearses"));
        Assert.Equal(60, report["joined"]!.GetValue<int>());
        Assert.Equal(20, report["sold"]!.GetValue<long>());
        Assert.Equal(0, report["left"]!.GetValue<long>());
        Assert.Equal(before, (await _store.Shop.GetStock("REAL")).Number("version"));
        Assert.Equal("draft", (await sale.Get()).Text("state"));
        var books = (await _store.Shop.Get("/admin/v1/integrity")).Expect(200).Body;
        Assert.All(books["deltas"]!.AsArray(), each => Assert.Equal(0, (long)each!["delta"]!));
    }
}
