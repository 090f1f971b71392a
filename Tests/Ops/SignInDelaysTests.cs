using System.Net;
using Microsoft.Extensions.Time.Testing;

namespace Commerce.Ops;

public sealed class SignInDelaysTests
{
    private static readonly IPAddress Address = IPAddress.Parse("192.0.2.1");

    private readonly FakeTimeProvider _time = new();
    private readonly SignInDelays _delays;

    public SignInDelaysTests() => _delays = new(_time);

    [Fact]
    public void Each_wrong_key_after_the_third_waits_twice_as_long()
    {
        var waits = new List<double>();
        Fail(2);
        for (var n = 1; n <= 11; n++)
        {
            Fail(1);
            Assert.False(_delays.Try(Address, out var wait));
            waits.Add(wait.TotalSeconds);
            _time.Advance(wait);
        }

        Assert.Equal([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300], waits);
    }

    [Fact]
    public void Who_had_the_right_key_begins_anew()
    {
        Fail(3);
        _delays.Succeed(Address);

        Assert.True(_delays.Try(Address, out _));
        Assert.True(_delays.Try(Address, out _));
    }

    [Fact]
    public void Others_do_not_wait()
    {
        Fail(3);

        Assert.False(_delays.Try(Address, out _));
        Assert.True(_delays.Try(IPAddress.Parse("192.0.2.2"), out _));
    }

    [Theory]
    [InlineData("2001:db8:1:1::1", "2001:db8:1:1:ffff::2", false)]
    [InlineData("2001:db8:1:1::1", "2001:db8:1:2::1", true)]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1", false)]
    public void A_network_counts_as_one(string one, string other, bool isFree)
    {
        for (var n = 0; n < 3; n++)
            _delays.Try(IPAddress.Parse(one), out _);

        Assert.Equal(isFree, _delays.Try(IPAddress.Parse(other), out _));
    }

    private void Fail(int times)
    {
        for (var n = 0; n < times; n++)
            Assert.True(_delays.Try(Address, out _));
    }
}
