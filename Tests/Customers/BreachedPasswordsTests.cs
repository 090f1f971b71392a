using Commerce.Http;
using Microsoft.Extensions.Configuration;

namespace Commerce.Customers;

/// <summary>That nobody chooses what too many have, however the file says it.</summary>
public sealed class BreachedPasswordsTests
{
    [Theory]
    [InlineData("correct horse")]
    [InlineData("2F9E53523B62ABC141A2B4D6019D23CBA835DBD0")]
    [InlineData("2f9e53523b62abc141a2b4d6019d23cba835dbd0:12")]
    public void A_password_of_the_file_is_known_by_its_word_or_its_hash(string line)
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "breached.txt");
        File.WriteAllLines(file, ["zebra", line, "", "apple"]);

        var breached = Read(file);

        Assert.True(breached.Contain("correct horse"));
        Assert.True(breached.Contain("zebra"));
        Assert.True(breached.Contain("apple"));
        Assert.False(breached.Contain("correct horses"));
    }

    [Fact]
    public void Without_a_file_none_is_known_and_one_that_is_not_there_stops_the_start()
    {
        Assert.False(Read("").Contain("password"));
        var refused = Assert.Throws<SettingException>(() => Read("/nowhere/breached.txt"));
        Assert.StartsWith("SignIn:BreachedPasswords", refused.Message, StringComparison.Ordinal);
    }

    private static BreachedPasswords Read(string path) =>
        BreachedPasswords.Read(
            new ConfigurationBuilder()
                .AddInMemoryCollection([
                    KeyValuePair.Create<string, string?>("SignIn:BreachedPasswords", path),
                ])
                .Build()
        );
}
