namespace Commerce.Customers;

/// <summary>
/// That who is beside a customer's grain need not call it, and is never behind it.
/// </summary>
public sealed class SessionsTests(CustomerStore store) : IClassFixture<CustomerStore>
{
    private IGrainFactory Grains => store.Store.Service<IGrainFactory>();

    [Fact]
    public async Task Beside_the_grain_nobody_calls_it_and_an_end_counts_at_once()
    {
        var sessions = store.Store.Service<Sessions>();
        var (id, session) = await Begun("beside@example.com");

        var lasts = sessions.Has(id, session);
        Assert.True(lasts.IsCompleted, "The grain was called.");
        Assert.True(await lasts);
        await Grains.Customer(id).EndSession(session);

        Assert.False(await sessions.Has(id, session));
    }

    [Fact]
    public async Task A_grain_that_is_not_here_is_asked_and_one_that_left_is_so_again()
    {
        var sessions = new Sessions(Grains);
        var (id, session) = await Begun("elsewhere@example.com");
        Func<SessionId, bool> none = _ => false;
        Func<SessionId, bool> other = _ => true;

        Assert.True(await sessions.Has(id, session));
        sessions.Enter(id, none);
        Assert.False(await sessions.Has(id, session));
        sessions.Leave(id, other);
        Assert.False(await sessions.Has(id, session));
        sessions.Leave(id, none);
        Assert.True(await sessions.Has(id, session));
    }

    private async Task<(CustomerId, SessionId)> Begun(string email)
    {
        var shopper = await store.Open(email);
        var session = new SessionId(store.Store.Service<IdGenerator>().New(SessionId.Prefix));
        var until = TimeProvider.System.GetUtcNow().AddDays(1);
        var begun = await Grains.Customer(shopper.Id).BeginSession(session, "device", until);
        Assert.True(begun.IsAccepted);
        return (shopper.Id, session);
    }
}
