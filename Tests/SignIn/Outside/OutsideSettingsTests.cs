using Commerce.Http;
using Microsoft.Extensions.Configuration;

namespace Commerce.SignIn;

/// <summary>What cannot be meant is said when the store starts.</summary>
public sealed class OutsideSettingsTests
{
    private const string Issuer = "https://accounts.example.com";

    [Theory]
    [InlineData("Some one", Issuer, "shop", "SignIn:Providers:0:Name")]
    [InlineData("", Issuer, "shop", "SignIn:Providers:0:Name")]
    [InlineData("one", "accounts", "shop", "SignIn:Providers:0:Issuer")]
    [InlineData("one", "http://accounts.example.com", "shop", "SignIn:Providers:0:Issuer")]
    [InlineData("one", "https://me@example.com", "shop", "SignIn:Providers:0:Issuer")]
    [InlineData("one", Issuer, "", "SignIn:Providers:0:ClientId")]
    public void A_wrong_setting_is_named(string name, string issuer, string client, string says)
    {
        var refused = Assert.Throws<SettingException>(() => Read((name, issuer, client)));

        Assert.StartsWith(says, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_two_have_one_name() =>
        Assert.Throws<SettingException>(() => Read(("one", Issuer, "a"), ("one", Issuer, "b")));

    [Fact]
    public void What_is_not_said_is_as_it_is_for_most()
    {
        var provider = Assert.Single(Read(("one", Issuer, "shop")));

        Assert.Equal(("one", null), (provider.Title, provider.ClientSecret));
        Assert.Equal(["openid", "email", "profile"], provider.Scopes);
    }

    private static IReadOnlyList<OutsideProvider> Read(
        params (string Name, string Issuer, string Client)[] all
    ) =>
        OutsideProvider.ReadAll(
            new ConfigurationBuilder()
                .AddInMemoryCollection(
                    all.SelectMany(
                        (each, i) =>
                            new Dictionary<string, string?>(StringComparer.Ordinal)
                            {
                                [$"SignIn:Providers:{i}:Name"] = each.Name,
                                [$"SignIn:Providers:{i}:Issuer"] = each.Issuer,
                                [$"SignIn:Providers:{i}:ClientId"] = each.Client,
                            }
                    )
                )
                .Build()
                .GetSection("SignIn")
        );
}
