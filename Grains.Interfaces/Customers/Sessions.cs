using System.Collections.Concurrent;

namespace Commerce.Customers;

/// <summary>
/// Whether sessions last. Each request of whoever has signed in asks: where the customer's grain
/// is in this process it is looked up in what the grain knows, without a call of it.
/// </summary>
public sealed class Sessions(IGrainFactory grains)
{
    private readonly ConcurrentDictionary<CustomerId, Func<SessionId, bool>> _here = new();

    /// <summary>Whether tokens of that session are good, as the customer's grain has it.</summary>
    public ValueTask<bool> Has(CustomerId customer, SessionId session) =>
        _here.TryGetValue(customer, out var has)
            ? new(has(session))
            : new(grains.Customer(customer).HasSession(session));

    /// <summary>The grain is here now.</summary>
    /// <param name="has">What it answers, whoever asks and when: of durable state alone.</param>
    public void Enter(CustomerId customer, Func<SessionId, bool> has) => _here[customer] = has;

    /// <summary>The grain is about to leave: another may take its place.</summary>
    public void Leave(CustomerId customer, Func<SessionId, bool> has) =>
        _here.TryRemove(new(customer, has));
}
