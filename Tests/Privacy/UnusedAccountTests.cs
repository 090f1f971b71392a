using Commerce.Customers;
using Commerce.Http;

namespace Commerce.Privacy;

/// <summary>An account that seems to be nobody's is forgotten, and no other is.</summary>
public sealed class UnusedAccountTests : IAsyncLifetime
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly GrainTime _time = new();
    private readonly EdgeStore _store;

    public UnusedAccountTests() => _store = new() { Alter = _time.Stand };

    private IGrainFactory Grains => _store.Service<IGrainFactory>();

    public ValueTask InitializeAsync() => _store.InitializeAsync();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task After_half_a_year_without_a_proof_or_a_sign_in()
    {
        var (nobody, seen, proved) = (
            await Open("nobody@example.com"),
            await Open("seen@example.com"),
            await Open("proved@example.com", isVerified: true)
        );
        _time.Advance(CustomerLimits.UnusedMax - Day);
        await SignIn(seen);
        await Wake(nobody, seen, proved);
        Assert.All(await Accounts(nobody, seen, proved), each => Assert.True(each.IsAccepted));

        _time.Advance(2 * Day);
        await Wake(nobody, seen, proved);

        var told = await Accounts(nobody, seen, proved);
        Assert.Equal([false, true, true], told.Select(each => each.IsAccepted));
        var erasure = await Grains.Privacy(nobody).GetErasure();
        Assert.Equal(ErasureCause.Unused, erasure.Value!.Cause);

        _time.Advance(CustomerLimits.UnusedMax);
        await Wake(seen, proved);
        told = await Accounts(seen, proved);
        Assert.Equal([false, true], told.Select(each => each.IsAccepted));
    }

    private async Task<CustomerId> Open(string email, bool isVerified = false)
    {
        var opened = await _store.Service<Registrations>().Register(email, new(), isVerified);
        Assert.True(opened.IsAccepted, opened.Rejection?.Code);
        return opened.Value.Id;
    }

    private async Task SignIn(CustomerId customer)
    {
        var session = new SessionId(_store.Service<IdGenerator>().New(SessionId.Prefix));
        var begun = await Grains
            .Customer(customer)
            .BeginSession(session, "", _time.GetUtcNow() + Day);
        Assert.True(begun.IsAccepted, begun.Rejection?.Code);
    }

    private async Task Wake(params CustomerId[] customers)
    {
        foreach (var customer in customers)
            await GrainTime.Wake(Grains, $"customer/{customer}");
    }

    private Task<Outcome<CustomerTold>[]> Accounts(params CustomerId[] customers) =>
        Task.WhenAll(customers.Select(each => Grains.Customer(each).Get()));
}
