using Commerce.Accounts;
using Commerce.Stores;

namespace Commerce.Orders;

/// <summary>Refunds that take two operators, over HTTP.</summary>
[Collection(nameof(AccountStore))]
public sealed class FourEyesTests(AccountStore store) : IAsyncLifetime
{
    private const string Scopes = "orders:read refunds:create refunds:approve";

    private static readonly object Nothing = new();

    private readonly string _name = $"{Guid.CreateVersion7():N}";
    private string _order = "";

    private Shop Ann => new(store.Edge.Http, store.Issuer.SignTool("ann", Scopes));

    private Shop Ben => new(store.Edge.Http, store.Issuer.SignTool("ben", Scopes));

    public async ValueTask InitializeAsync()
    {
        await store.Operator.Stock("DEAR", units: 100, price: 100_000);
        var bought = await store.Guest.Checkout(await store.Guest.FillCart("DEAR"), _name);
        _order = bought.Expect(201).Text("id");
        (await store.Operator.Capture(_order, _name)).Expect(201);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Much_money_moves_once_another_operator_agrees()
    {
        var asked = (await Ann.Refund(_order, "r", amount: 60_000)).Expect(202);
        var path = $"/admin/v1/refunds/{asked.Text("id")}";

        Assert.Equal("awaiting_approval", asked.Text("status"));
        Assert.Equal(0, await Refunded());
        Assert.Equal(
            "four_eyes_required",
            (await Ann.Post($"{path}/approve", Nothing, key: null)).Code
        );
        Assert.Equal(0, await Refunded());

        var agreed = (await Ben.Post($"{path}/approve", Nothing, key: null)).Expect(201);
        Assert.Equal("done", agreed.Text("status"));
        Assert.Equal(60_000, await Refunded());
        (await Ben.Post($"{path}/approve", Nothing, key: null)).Expect(201);
        (await Ann.Refund(_order, "r", amount: 60_000)).Expect(201);
        Assert.Equal(60_000, await Refunded());
        Assert.Equal("refund_decided", (await Ben.Post($"{path}/reject", Nothing, key: null)).Code);
    }

    [Fact]
    public async Task What_is_split_or_not_agreed_to_does_not_move()
    {
        (await Ann.Refund(_order, "a", amount: 30_000)).Expect(201);
        var asked = (await Ann.Refund(_order, "b", amount: 30_000)).Expect(202);
        var path = $"/admin/v1/refunds/{asked.Text("id")}";

        var off = (await Ben.Post($"{path}/reject", Nothing, key: null)).Expect(200);
        Assert.Equal("rejected", off.Text("status"));
        Assert.Equal("rejected", (await Ann.Refund(_order, "b", amount: 30_000)).Text("status"));
        Assert.Equal(30_000, await Refunded());
        var nobodys = "/admin/v1/refunds/rfd_eu1_01J00000000000000000000000-1/approve";
        Assert.Equal(404, (await Ben.Post(nobodys, Nothing, key: null)).Status);
    }

    private async Task<long> Refunded()
    {
        var order = (await store.Operator.Get($"/admin/v1/orders/{_order}")).Expect(200);
        return order.Body["payments"]![0]!["refunded"]!["amount"]!.GetValue<long>();
    }

    [Fact]
    public async Task The_key_is_one_person_whoever_has_it()
    {
        var asked = (await store.Operator.Refund(_order, "r", amount: 60_000)).Expect(202);
        var path = $"/admin/v1/refunds/{asked.Text("id")}/approve";

        Assert.Equal(
            "four_eyes_required",
            (await store.Operator.Post(path, Nothing, key: null)).Code
        );
        (await Ann.Post(path, Nothing, key: null)).Expect(201);
    }
}
