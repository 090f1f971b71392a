namespace Commerce.SignIn;

public sealed class KeyRingTests
{
    private static readonly TimeSpan Period = TimeSpan.FromDays(90);
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);
    private static readonly DateTimeOffset Start = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_first_key_signs_at_once() =>
        Assert.Equal(Start, new KeyRing([]).Next(Start, Period));

    [Fact]
    public void The_next_key_is_published_a_day_before_it_signs()
    {
        var ring = new KeyRing([Key(Start)]);
        var turn = Start + Period;

        Assert.Null(ring.Next(turn - KeyRing.Lead - TimeSpan.FromSeconds(1), Period));
        Assert.Equal(turn, ring.Next(turn - KeyRing.Lead, Period));
    }

    [Fact]
    public void Nor_is_it_sooner_where_nobody_looked_for_long() =>
        Assert.Equal(
            Start + (Period * 3) + KeyRing.Lead,
            new KeyRing([Key(Start)]).Next(Start + (Period * 3), Period)
        );

    [Fact]
    public void A_key_signs_until_the_next_one_does_and_all_are_published()
    {
        var (first, second) = (Key(Start), Key(Start + Period));
        var ring = new KeyRing([first, second]);

        Assert.Equal(first, ring.Signing(second.Begins - TimeSpan.FromSeconds(1)));
        Assert.Equal(second, ring.Signing(second.Begins));
        Assert.Equal([second, first], ring.ByUse(second.Begins));
    }

    [Fact]
    public void A_key_is_kept_until_what_it_signed_last_is_over()
    {
        var (first, second) = (Key(Start), Key(Start + Period));
        var ring = new KeyRing([first, second]);

        Assert.Empty(ring.Over(second.Begins + Kept, Kept));
        Assert.Equal([first], ring.Over(second.Begins + Kept + TimeSpan.FromSeconds(1), Kept));
    }

    [Fact]
    public void A_key_is_the_same_read_again()
    {
        var (key, secret) = RingKey.Make(Start);
        var read = RingKey.Of(key.Id, Start, secret);

        Assert.Equal(key.Encryption.Key, read.Encryption.Key);
        Assert.Equal(
            key.Signature.ECDsa.ExportSubjectPublicKeyInfo(),
            read.Signature.ECDsa.ExportSubjectPublicKeyInfo()
        );
    }

    private static RingKey Key(DateTimeOffset begins) => RingKey.Make(begins).Key;
}
