using System.Collections.Immutable;
using System.Text.Json;
using Commerce.EventSourcing;
using CsCheck;

namespace Commerce.Customers;

/// <summary>
/// However sessions begin, end and run out, and addresses and passkeys come and go: what was ended
/// stays so, no passkey counts backwards, nothing outlives its time or its bounds, and what is
/// stored makes the same customer again.
/// </summary>
[Trait("Suite", "Properties")]
public sealed class CustomerProperties
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    // Commands are data here, and only here, so that a failing sequence prints and shrinks.
    private sealed record Command(string What, int Id, int Number);

    private static readonly Gen<Command> AnyCommand = Gen.Select(
        Gen.Frequency(
            (6, Gen.Const("begin")),
            (1, Gen.Const("end")),
            (1, Gen.Const("others")),
            (3, Gen.Const("put")),
            (1, Gen.Const("remove")),
            (3, Gen.Const("key")),
            (3, Gen.Const("use")),
            (1, Gen.Const("drop"))
        ),
        Gen.Int[0, 70],
        Gen.Int[0, 3],
        (what, id, number) => new Command(what, id, number)
    );

    [Fact]
    public void What_was_ended_stays_so_and_all_is_bounded() =>
        Gen.Select(AnyCommand, Gen.Int[0, 40])
            .List[0, 120]
            .Sample(
                steps =>
                {
                    var (customer, now) = (Given(), Noon);
                    var (ended, history) = (
                        new Dictionary<SessionId, DateTimeOffset>(),
                        new List<(string, DateTimeOffset)>()
                    );
                    foreach (var (command, minutes) in steps)
                    {
                        now += TimeSpan.FromMinutes(minutes);
                        var events = Decide(command, customer, now);
                        foreach (var e in events)
                        {
                            history.Add((JsonSerializer.Serialize(e, Json), now));
                            if (e is CustomerEvent.PasskeyUsed { Counter: > 0 } used)
                                Assert.True(used.Counter > Key(customer, used.Passkey).Counter);
                            if (e is CustomerEvent.SessionEnded { Session: var over })
                                ended[over] = customer.Sessions[over.Value].Until;
                            customer = customer.Evolve(e, now);
                        }

                        Assert.DoesNotContain(
                            ended,
                            each => each.Value > now && customer.HasSession(each.Key, now)
                        );
                        var sessions = customer.SessionsAt(now);
                        Assert.All(sessions, each => Assert.True(each.Until > now));
                        Assert.True(sessions.Length <= CustomerLimits.SessionsMax);
                        var passkeys = customer.Passkeys.Select(each => each.Id).ToList();
                        Assert.True(passkeys.Count <= CustomerLimits.PasskeysMax);
                        Assert.Equal(passkeys.Distinct(), passkeys);
                        var addresses = customer.Addresses.Select(each => each.Id).ToList();
                        Assert.True(addresses.Count <= CustomerLimits.AddressesMax);
                        Assert.Equal(addresses.Distinct(), addresses);
                        AddressId?[] defaults = [customer.DefaultShipping, customer.DefaultBilling];
                        Assert.All(
                            defaults,
                            each => Assert.True(each is not { } id || addresses.Contains(id))
                        );
                    }

                    var again = history.Aggregate(
                        Given(),
                        (state, e) =>
                            state.Evolve(JsonSerializer.Deserialize(e.Item1, Json)!, e.Item2)
                    );
                    Assert.Equal(Summary(customer), Summary(again));
                },
                iter: Cases.Count / 10
            );

    private static System.Text.Json.Serialization.Metadata.JsonTypeInfo<CustomerEvent> Json =>
        CustomerEventJson.Default.CustomerEvent;

    private static SessionId Session(int number) => new($"ses_eu1_01J{number:D23}");

    private static AddressId Address(int number) => new($"adr_eu1_01J{number:D23}");

    private static Passkey Key(Customer customer, PasskeyId id) =>
        customer.Passkeys.Single(each => each.Id == id);

    private static Customer Given() =>
        Customer.Initial.Evolve(new CustomerEvent.Registered("key", "email", "profile"), Noon);

    private static string Summary(Customer customer) =>
        System.Text.Encoding.UTF8.GetString(StateSummary.Of(customer));

    private static ImmutableArray<CustomerEvent> Decide(
        Command command,
        Customer customer,
        DateTimeOffset now
    )
    {
        var (session, address) = (Session(command.Id), Address(command.Id));
        var until = now.AddMinutes(command.Number * 60);
        var (passkey, counter) = (new PasskeyId($"{command.Id % 25:x64}"), (uint)command.Number);
        var (challenge, soon) = ($"{command.Id}", now.AddMinutes(3));
        return command.What switch
        {
            "begin" => customer.BeginSession(session, "device", until, now).Events,
            "end" => customer.EndSession(session, now).Events,
            "others" when command.Number == 0 => customer.EndSessions(session, now).Events,
            "put" => customer
                .PutAddress(new(address, "sealed", IsNew: true, command.Number > 2), now)
                .Events,
            "key" => customer
                .AddPasskey(new(passkey, "sealed", counter, challenge, soon), now)
                .Events,
            "use" => customer.UsePasskey(new(passkey, counter, challenge, soon), now).Events,
            "drop" => customer.RemovePasskey(passkey).Events,
            "remove" => customer.RemoveAddress(address).Events,
            _ => [],
        };
    }
}
