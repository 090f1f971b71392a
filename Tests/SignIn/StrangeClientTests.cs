using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Commerce.SignIn;

/// <summary>
/// The npm package <c>openid-client</c>, which nobody here wrote, finds its way by discovery alone.
/// </summary>
[Collection(nameof(SignInShop))]
public sealed class StrangeClientTests(SignInShop shop)
{
    private const string Package = "openid-client@6.8.1";
    private const string Script = "openid-client.mjs";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_signs_in_refreshes_and_revokes_and_its_stolen_token_ends_the_family()
    {
        using var person = await new Person(shop).Register();
        var folder = Path.Combine(Repository.Root, "artifacts", "npm", "openid-client");
        Directory.CreateDirectory(folder);
        if (!Directory.Exists(Path.Combine(folder, "node_modules", "openid-client")))
            await Run(folder, "npm", "install", "--silent", "--no-audit", "--no-fund", Package);
        File.Copy(
            Path.Combine(Repository.Root, "Tests", "SignIn", Script),
            Path.Combine(folder, Script),
            overwrite: true
        );

        var said = await Run(
            folder,
            "node",
            Script,
            shop.Store.Http.BaseAddress!.ToString(),
            person.Email,
            Person.Password
        );

        var told = JsonNode.Parse(said)!;
        Assert.StartsWith("cus_", told["subject"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(person.Email, told["email"]!.GetValue<string>());
        Assert.Equal("invalid_grant", told["reused"]!.GetValue<string>());
        Assert.Equal("invalid_token", told["ended"]!.GetValue<string>());
        Assert.Equal("invalid_grant", told["revoked"]!.GetValue<string>());
    }

    private static async Task<string> Run(string folder, string program, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            }
        )!;
        var errors = process.StandardError.ReadToEndAsync(Stop);
        var output = await process.StandardOutput.ReadToEndAsync(Stop);
        await process.WaitForExitAsync(Stop);
        Assert.True(process.ExitCode is 0, await errors);
        return output;
    }
}
