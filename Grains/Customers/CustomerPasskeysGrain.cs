using System.Collections.Immutable;

namespace Commerce.Customers;

/// <summary>With what customers sign in instead of a password.</summary>
public sealed partial class CustomerGrain
{
    public Task<ImmutableArray<Passkey>> GetPasskeys() => Task.FromResult(State.Passkeys);

    public Task<Outcome<Passkey>> AddPasskey(PasskeyAdding adding) =>
        Transact((customer, now) => customer.AddPasskey(adding, now));

    public async Task<Outcome<CustomerTold>> UsePasskey(PasskeyUse use)
    {
        var used = await Transact((customer, now) => customer.UsePasskey(use, now));
        return used is { IsAccepted: true, Value: false }
            ? CustomerRejections.PasskeyCopied
            : await Tell(used);
    }

    public Task<Outcome<bool>> RemovePasskey(PasskeyId passkey) =>
        Settle((customer, _) => customer.RemovePasskey(passkey));
}
