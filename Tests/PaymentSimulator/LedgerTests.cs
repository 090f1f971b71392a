using System.Collections.Concurrent;
using PaymentSimulator;

namespace Commerce.PaymentSimulatorTests;

/// <summary>
/// The ledger's file: who may open it, and what is in it when the process is gone.
/// </summary>
public sealed class LedgerTests : IAsyncDisposable
{
    private readonly Desk _desk = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task Everything_is_as_it_was_after_a_restart()
    {
        var charge = (await _desk.Authorize("pay_1")).Charge;
        await _desk.Provider.Capture("cap_1", charge, 600, Cancellation);
        var before = await _desk.Charges();
        var captured = await _desk.Provider.Find("cap_1", Cancellation);

        await _desk.Restart();

        Assert.Equal(before, await _desk.Charges());
        Assert.Equal(captured, await _desk.Provider.Capture("cap_1", charge, 600, Cancellation));
    }

    [Fact]
    public void A_ledger_has_one_owner()
    {
        var refused = Assert.Throws<LedgerException>(_desk.Open);

        Assert.EndsWith("is open in another process.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_ledger_is_left_alone()
    {
        var path = Path.Combine(_desk.Folder.FullName, "letter.db");
        var letter = string.Concat(Enumerable.Repeat("Dear shop, ", 1_000));
        await File.WriteAllTextAsync(path, letter, Cancellation);
        using var http = new HttpClient();

        var refused = Assert.Throws<LedgerException>(() =>
            Provider.Open(_desk.Settings with { Ledger = path }, _desk.Time, http)
        );

        Assert.EndsWith("is not a ledger.", refused.Message, StringComparison.Ordinal);
        Assert.Equal(letter, await File.ReadAllTextAsync(path, Cancellation));
    }

    [Fact]
    public async Task Whatever_was_answered_survives_the_kill_of_the_process()
    {
        var folder = Directory.CreateTempSubdirectory("provider");
        var ledger = Path.Combine(folder.FullName, "provider.db");
        var answered = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        using (var program = await RunningProgram.Start(ledger))
        {
            var enough = new TaskCompletionSource();
            var callers = Enumerable.Range(0, 32).Select(caller => Call(program, caller, enough));
            var all = Task.WhenAll(callers);
            await enough.Task.WaitAsync(TimeSpan.FromMinutes(1), Cancellation);
            program.Kill();
            await all;
        }

        using var http = new HttpClient();
        var settings = new ProviderSettings { Ledger = ledger };
        await using (var provider = Provider.Open(settings, TimeProvider.System, http))
        {
            var charges = await provider
                .Charges(ct: Cancellation)
                .ToDictionaryAsync(
                    charge => charge.Key,
                    charge => charge.Id,
                    cancellationToken: Cancellation
                );
            Assert.True(answered.Count >= 500);
            Assert.All(answered, pair => Assert.Equal(pair.Value, charges[pair.Key]));
        }

        folder.Delete(recursive: true);

        async Task Call(RunningProgram program, int caller, TaskCompletionSource enough)
        {
            try
            {
                for (var i = 0; ; i++)
                {
                    var key = $"pay_{caller}_{i}";
                    answered[key] = await program.Authorize(key);
                    if (answered.Count >= 500)
                        enough.TrySetResult();
                }
            }
            catch (HttpRequestException)
            {
                // The process is dead: this call has no answer.
            }
        }
    }
}
