using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Commerce.Clustering;
using Commerce.Http;
using Commerce.LoadTests;
using Commerce.Stores;
using Microsoft.Extensions.Configuration;
using Microsoft.IdentityModel.Tokens;

namespace Commerce.Accounts;

/// <summary>What cannot be meant stops the start.</summary>
public sealed class AccountSettingsTests : IDisposable
{
    private readonly Issuer _issuer = new();

    public void Dispose() => _issuer.Dispose();

    [Fact]
    public void Nothing_said_is_nobody_known()
    {
        Assert.Null(Read());
        Assert.Null(Read("--Accounts:Issuer=", "--Accounts:Audience= ", "--Accounts:Keys="));
    }

    [Theory]
    [InlineData(0, "Accounts:Issuer")]
    [InlineData(1, "Accounts:Audience")]
    [InlineData(2, "Accounts:Keys")]
    public void The_three_go_together(int missing, string name)
    {
        var settings = _issuer.Settings.Where((_, i) => i != missing).ToArray();

        var refused = Assert.Throws<SettingException>(() => Read(settings));

        Assert.Equal($"{name} is missing: the three go together.", refused.Message);
    }

    [Fact]
    public void Keys_that_do_not_fit_are_passed_over()
    {
        Write(keys =>
        {
            keys[0]!["use"] = "enc";
            keys.Add(
                new JsonObject
                {
                    ["kty"] = "OKP",
                    ["crv"] = "Ed25519",
                    ["x"] = "AAAA",
                }
            );
        });

        var key = Assert.Single(Read(_issuer.Settings)!.Keys);

        Assert.IsType<RsaSecurityKey>(key);
    }

    [Fact]
    public void Keys_of_which_none_fits_are_refused()
    {
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var small = RSA.Create(1_024);
        foreach (
            var unfit in (Action<JsonArray>[])
                [
                    keys => keys.Clear(),
                    keys => keys[0]!["alg"] = "ES384",
                    keys => keys[0]!["use"] = "enc",
                    keys => keys[0]!["x"] = "AAAA",
                    keys => keys[0]!["y"] = keys[0]!["x"]!.DeepClone(),
                    keys => keys[0] = Public(new ECDsaSecurityKey(curve)),
                    keys => keys[0] = Public(new RsaSecurityKey(small.ExportParameters(false))),
                ]
        )
        {
            Write(keys =>
            {
                keys.RemoveAt(1);
                unfit(keys);
            });
            Assert.EndsWith(" has no key for ES256 or RS256.", Refused(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Secret_keys_do_not_belong_there()
    {
        Write(keys => keys[0]!["d"] = keys[0]!["x"]!.DeepClone());
        Assert.EndsWith(" has a secret key, not public ones.", Refused(), StringComparison.Ordinal);
        Write(keys => keys.Add(new JsonObject { ["kty"] = "oct", ["k"] = "c2VjcmV0" }));
        Assert.EndsWith(" has a secret key, not public ones.", Refused(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-----BEGIN PUBLIC KEY-----")]
    [InlineData("[]")]
    [InlineData("""{"keys":{}}""")]
    [InlineData("""{"keys":[{"kty":1}]}""")]
    public void A_file_that_is_no_set_of_keys_is_refused(string text)
    {
        File.WriteAllText(_issuer.KeysPath, text);

        Assert.Contains(" is no set of keys (RFC 7517).", Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_says_so_in_a_line_and_ends()
    {
        File.Delete(_issuer.KeysPath);
        using var folder = new TemporaryFolder();

        var (code, _, said) = await Executable.Run(
            StoreProcess.Executable("Silo"),
            [
                $"--Data={folder.Path}",
                $"--urls=http://127.0.0.1:{FreePort.Find()}",
                .. _issuer.Settings,
            ]
        );

        Assert.Equal(1, code);
        Assert.Equal($"Accounts:Keys: {_issuer.KeysPath} cannot be read.", said.Trim());
    }

    private static AccountSettings? Read(params string[] settings) =>
        AccountSettings.Read(new ConfigurationBuilder().AddCommandLine(settings).Build());

    private string Refused() =>
        Assert.Throws<SettingException>(() => Read(_issuer.Settings)).Message;

    private void Write(Action<JsonArray> change)
    {
        var set = _issuer.Keys;
        change(set["keys"]!.AsArray());
        File.WriteAllText(_issuer.KeysPath, set.ToJsonString());
    }

    private static JsonObject Public(SecurityKey key)
    {
        var web = key is ECDsaSecurityKey curve
            ? JsonWebKeyConverter.ConvertFromECDsaSecurityKey(curve)
            : JsonWebKeyConverter.ConvertFromRSASecurityKey((RsaSecurityKey)key);
        return web.Kty is "EC"
            ? new()
            {
                ["kty"] = web.Kty,
                ["crv"] = web.Crv,
                ["x"] = web.X,
                ["y"] = web.Y,
            }
            : new()
            {
                ["kty"] = web.Kty,
                ["n"] = web.N,
                ["e"] = web.E,
            };
    }
}
