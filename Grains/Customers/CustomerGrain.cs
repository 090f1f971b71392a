using System.Collections.Immutable;
using Commerce.Claims;
using Commerce.EventSourcing;
using Commerce.Privacy;

namespace Commerce.Customers;

[GrainType("customer")]
public sealed partial class CustomerGrain(
    AggregateRuntime runtime,
    ISubjectKeys subjects,
    Sessions sessions
) : AggregateGrain<Customer, CustomerEvent>(runtime), ICustomerGrain
{
    private CustomerId Id => new(this.GetPrimaryKeyString());

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await base.OnActivateAsync(cancellationToken);
        sessions.Enter(Id, LastsNow);
    }

    public override Task OnDeactivateAsync(
        DeactivationReason reason,
        CancellationToken cancellationToken
    )
    {
        sessions.Leave(Id, LastsNow);
        return base.OnDeactivateAsync(reason, cancellationToken);
    }

    public async Task<Outcome<CustomerTold>> Register(Registration registration, Deadline notAfter)
    {
        // What is claimed and never written down is asked for by the claim's alarm.
        var claim = EmailClaim(registration.EmailKey);
        var identity = registration.Identity is { } given ? IdentityClaim(given.Key) : null;
        var mayBe = await ClaimIdentity(identity, notAfter);
        if (!mayBe.IsAccepted)
            return mayBe.Rejection;

        var claimed = await claim.Claim(Id.Value, notAfter);
        if (!claimed.IsAccepted)
            return claimed.Rejection;
        if (claimed.Value != Id.Value)
        {
            await Release(identity, notAfter);
            return CustomerRejections.EmailTaken;
        }

        var key = new SubjectKey(Id.Value, registration.WrappedKey.AsMemory());
        var done = await Transact(
            (customer, now) => customer.Register(registration, notAfter, now),
            key
        );
        if (!done.IsAccepted)
            return done.Rejection;

        // Another attempt may have come first, with another address.
        if (State.EmailKey == registration.EmailKey)
            await claim.Confirm(Id.Value, notAfter);
        await Confirm(identity, notAfter);
        return await Get();
    }

    public async Task<Outcome<CustomerTold>> Get()
    {
        if (State.EmailKey is null)
        {
            // Whoever tries ids out leaves nothing in memory.
            DeactivateOnIdle();
            return CustomerRejections.NotFound;
        }

        var wrapped = await subjects.Read(Id.Value);
        if (wrapped is null && !State.IsClosed)
            await GrainFactory.Privacy(Id).AskErasure(ErasureCause.Restore);

        return wrapped is null || State.IsClosed
            ? CustomerRejections.Erased
            : new CustomerTold(
                Id,
                State.EmailKey,
                State.Email,
                State.IsEmailVerified,
                State.Profile,
                State.Password,
                State.RegisteredAt,
                [.. wrapped],
                Version
            );
    }

    public async Task<Outcome<ClosedAccount>> Close() =>
        await Settle((customer, _) => customer.Close());

    public async Task Forget(Deadline notAfter)
    {
        if (State is not { IsClosed: true, EmailKey: { Length: > 0 } email })
            return;

        // Whoever dies in between leaves a claim that asks whose it is, and hears: nobody's.
        IClaimGrain[] claims =
        [
            EmailClaim(email),
            .. State.Identities.Select(each => IdentityClaim(each.Key)),
        ];
        await Task.WhenAll(claims.Select(each => each.Doubt(Id.Value, notAfter)));
        await Settle((customer, _) => customer.Forget());
        await Task.WhenAll(claims.Select(each => each.Release(Id.Value, notAfter)));
    }

    public async Task<bool> Owns(string kind, string value)
    {
        var owns = await Settle<bool>((customer, _) => customer.Owns(kind, value));
        return owns.Value;
    }

    public Task<Outcome<CustomerSession>> BeginSession(
        SessionId session,
        string device,
        DateTimeOffset until
    ) => Transact((customer, now) => customer.BeginSession(session, device, until, now));

    public Task<bool> HasSession(SessionId session) => Task.FromResult(LastsNow(session));

    public Task<Outcome<bool>> EndSession(SessionId session) =>
        Settle((customer, now) => customer.EndSession(session, now));

    public Task<Outcome<int>> EndSessions(SessionId? except) =>
        Settle((customer, now) => customer.EndSessions(except, now));

    public Task<ImmutableArray<string>> GetRoles()
    {
        if (!State.IsRegistered)
            DeactivateOnIdle();
        return Task.FromResult<ImmutableArray<string>>([.. State.Roles]);
    }

    public Task<Outcome<ImmutableArray<string>>> SetRoles(
        ImmutableArray<string> roles,
        string by
    ) => Transact((customer, now) => customer.SetRoles(roles, by, now));

    public Task<ImmutableArray<CustomerSession>> GetSessions() =>
        Task.FromResult(State.SessionsAt(Now));

    /// <summary>An account that seems to be nobody's is forgotten.</summary>
    protected override async Task OnWake()
    {
        if (State.WakeAt <= Now)
            await GrainFactory.Privacy(Id).AskErasure(ErasureCause.Unused);
    }

    /// <summary>For any thread: a state never changes, and is read once.</summary>
    private bool LastsNow(SessionId session) => State.HasSession(session, Runtime.Time.GetUtcNow());
}
