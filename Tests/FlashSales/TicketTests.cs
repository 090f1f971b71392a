using System.Security.Cryptography;
using System.Text;
using Commerce.Customers;
using Commerce.Secrets;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Commerce.FlashSales;

public sealed class TicketTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly SaleId Sale = new("sal_eu1_01J");
    private static readonly SaleId Other = new("sal_eu1_02J");

    private readonly TemporaryFolder _folder = new();
    private readonly Tickets _tickets;
    private readonly Admissions _admissions;

    public TicketTests()
    {
        var keys = KeysIn(_folder);
        (_tickets, _admissions) = (new(keys), new(keys));
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(null)]
    [InlineData(0L)]
    [InlineData(long.MaxValue)]
    public void A_ticket_is_read_as_it_was_given(long? number)
    {
        var hash = SHA256.HashData("a"u8);

        var text = _tickets.Write(Sale, new(number, hash));

        Assert.Matches("^tkt_[A-Za-z0-9_-]{75}$", text);
        Assert.True(_tickets.TryRead(Sale, text, out var read));
        Assert.Equal(number, read.Number);
        Assert.Equal(hash, read.Hash.ToArray());
    }

    [Fact]
    public void A_ticket_is_of_one_sale_and_of_one_store()
    {
        using var elsewhere = new TemporaryFolder();
        var text = _tickets.Write(Sale, new(1, SHA256.HashData("a"u8)));

        Assert.False(_tickets.TryRead(Other, text, out _));
        Assert.False(new Tickets(KeysIn(elsewhere)).TryRead(Sale, text, out _));
    }

    [Fact]
    public void A_ticket_of_which_any_character_was_changed_is_none()
    {
        var text = _tickets.Write(Sale, new(1, SHA256.HashData("a"u8)));
        for (var i = 0; i < text.Length; i++)
        {
            // The last character carries four bits that say nothing: only one form of it is read.
            var forged = text.ToCharArray();
            forged[i] = forged[i] == 'A' ? 'B' : 'A';
            Assert.False(_tickets.TryRead(Sale, new(forged), out _), $"at {i}");
        }

        Assert.False(_tickets.TryRead(Sale, "", out _));
        Assert.False(_tickets.TryRead(Sale, text + "A", out _));
        Assert.False(_tickets.TryRead(Sale, "tkt_" + new string('!', 75), out _));
        Assert.False(_tickets.TryRead(Sale, new('é', text.Length), out _));
    }

    [Fact]
    public void An_admission_is_its_owners_until_it_expires()
    {
        var seen = Seen.Of(Seen.Terms(), key: new(new byte[32]), id: Sale);
        var ticket = new Ticket(1, Convert.FromHexString(seen.Key!.TicketOf("crt_1")));

        var text = _admissions.Issue(Sale, ticket, Now.AddSeconds(5));

        Assert.Matches("^adm_[A-Za-z0-9_-]+$", text);
        Assert.True(
            _admissions.TryRead(seen, new("crt_1"), account: null, text, Now, out var read)
        );
        var limitKey = Identities.OfCart(new("crt_1"), seen.Key);
        Assert.Equal(new(ticket.Name, limitKey, Now.AddSeconds(5)), read);
        Assert.False(_admissions.TryRead(seen, new("crt_2"), account: null, text, Now, out _));
        Assert.False(
            _admissions.TryRead(seen, new("crt_1"), account: null, text, Now.AddSeconds(5), out _)
        );
        Assert.False(
            _admissions.TryRead(seen, new("crt_1"), account: null, text: null, Now, out _)
        );
        var other = Seen.Of(Seen.Terms(), key: new(new byte[32]), id: Other);
        Assert.False(_admissions.TryRead(other, new("crt_1"), account: null, text, Now, out _));
        var settled = Seen.Of(Seen.Terms(), key: null, id: Sale);
        Assert.False(_admissions.TryRead(settled, new("crt_1"), account: null, text, Now, out _));
    }

    [Fact]
    public void An_admission_of_an_account_is_good_with_any_cart_and_a_carts_with_any_account()
    {
        var seen = Seen.Of(Seen.Terms(), key: new(new byte[32]), id: Sale);
        var (ada, ben) = (new CustomerId("cus_1"), new CustomerId("cus_2"));
        var (ofAccount, ofCart) = (Issue("cus_1"), Issue("crt_1"));

        Assert.Equal(Identities.OfAccount(ada, seen.Key!), Read("crt_1", ada, ofAccount));
        Assert.Equal(Identities.OfAccount(ada, seen.Key!), Read("crt_2", ada, ofAccount));
        Assert.Null(Read("crt_1", ben, ofAccount));
        Assert.Null(Read("crt_1", account: null, ofAccount));
        Assert.Equal(Identities.OfCart(new("crt_1"), seen.Key!), Read("crt_1", ben, ofCart));
        Assert.Null(Read("crt_2", ben, ofCart));

        string Issue(string owner) =>
            _admissions.Issue(
                Sale,
                new(1, Convert.FromHexString(seen.Key!.TicketOf(owner))),
                Now.AddSeconds(5)
            );

        string? Read(string cart, CustomerId? account, string text) =>
            _admissions.TryRead(seen, new(cart), account, text, Now, out var read)
                ? read.LimitKey
                : null;
    }

    [Fact]
    public void An_admission_of_which_any_character_was_changed_is_none()
    {
        var seen = Seen.Of(Seen.Terms(), key: new(new byte[32]), id: Sale);
        var ticket = new Ticket(1, Convert.FromHexString(seen.Key!.TicketOf("crt_1")));
        var text = _admissions.Issue(Sale, ticket, Now.AddSeconds(5));

        for (var i = 0; i < text.Length; i++)
        {
            var forged = text.ToCharArray();
            forged[i] = forged[i] == 'A' ? 'B' : 'A';
            Assert.False(
                _admissions.TryRead(seen, new("crt_1"), account: null, new(forged), Now, out _),
                $"at {i}"
            );
        }
    }

    [Fact]
    public void Work_is_found_by_trying_and_known_at_a_glance()
    {
        var nonce = Enumerable
            .Range(0, int.MaxValue)
            .Select(i => $"{i}")
            .First(each => WorkProof.Has(12, Sale, "crt_1", each));

        Assert.StartsWith(
            "000",
            Convert.ToHexStringLower(
                SHA256.HashData(Encoding.UTF8.GetBytes($"{Sale}crt_1{nonce}"))
            ),
            StringComparison.Ordinal
        );
        Assert.False(WorkProof.Has(32, Sale, "crt_1", nonce));
        Assert.True(WorkProof.Has(0, Sale, "crt_1", ""));
    }

    [Fact]
    public void Work_gets_harder_the_faster_they_come()
    {
        var joins = new JoinRate();
        for (var i = 0; i < 4_000; i++)
            joins.Count(Now.AddMilliseconds(i * 5));
        var end = Now.AddSeconds(20);

        Assert.InRange(joins.PerSecond(end), 150, 200);
        Assert.Equal(0, WorkProof.Bits(0, 1_000));
        Assert.Equal(12, WorkProof.Bits(12, 0));
        Assert.Equal(14, WorkProof.Bits(12, joins.PerSecond(end)));
        Assert.Equal(12, WorkProof.Bits(12, joins.PerSecond(end.AddMinutes(1))));
        Assert.Equal(18, WorkProof.Bits(12, 1_000_000));
    }

    private static ServerKeys KeysIn(TemporaryFolder folder) =>
        new(folder.Path, "op", Options.Create(new JsonOptions()));
}
