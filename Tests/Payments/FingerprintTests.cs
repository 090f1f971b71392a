using Commerce.Http;
using Commerce.PaymentSimulatorTests;

namespace Commerce.Payments;

/// <summary>That the store is told which card a token is of, wherever the provider is.</summary>
public sealed class FingerprintTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    [Fact]
    public async Task A_provider_in_this_process_tells_it()
    {
        await using var store = new EdgeStore();
        await store.InitializeAsync();

        await Tells(store.Service<IPaymentProviderPort>());
    }

    [Fact]
    public async Task A_provider_that_is_a_program_tells_it_until_it_dies()
    {
        using var folder = new TemporaryFolder();
        var program = await RunningProgram.Start(Path.Combine(folder.Path, "provider.db"));
        await using var store = new EdgeStore(
            $"--Payments:Provider={program.Http.BaseAddress}",
            $"--Payments:WebhookSecret={Secret}"
        );
        await store.InitializeAsync();
        var port = store.Service<IPaymentProviderPort>();

        using (program)
        {
            await Tells(port);
        }

        await Assert.ThrowsAsync<ProviderOutOfReachException>(() => port.GetFingerprint("tok_ok"));
    }

    private static async Task Tells(IPaymentProviderPort port)
    {
        Assert.Equal("xyz", await port.GetFingerprint("tok_ok.fp_xyz"));
        Assert.Null(await port.GetFingerprint("tok_ok"));
    }
}
