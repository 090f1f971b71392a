using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Commerce.PaymentSimulatorTests;

/// <summary>The provider as a process of its own, on a free port.</summary>
internal sealed class RunningProgram : IDisposable
{
    private const string Listening = "Now listening on: ";
    private readonly Process _process;

    private RunningProgram(Process process, Uri address)
    {
        _process = process;
        Http = new() { BaseAddress = address };
    }

    public HttpClient Http { get; }

    public static async Task<RunningProgram> Start(string ledger, params string[] settings)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "PaymentSimulator.dll"),
                "--urls=http://127.0.0.1:0",
                $"--Provider:Ledger={ledger}",
            },
        };
        foreach (var setting in settings)
            start.ArgumentList.Add(setting);

        var process = Process.Start(start)!;
        while (true)
        {
            var line =
                await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)
                ?? throw new InvalidOperationException("The program did not start.");
            var at = line.IndexOf(Listening, StringComparison.Ordinal);
            if (at >= 0)
            {
                return new(process, new(line[(at + Listening.Length)..]));
            }
        }
    }

    /// <returns>The charge.</returns>
    public async Task<string> Authorize(string key, string token = "tok_ok")
    {
        using var response = await Post("/charges", Charge(token), key);
        response.EnsureSuccessStatusCode();
        return (await Read(response))["charge"]!.GetValue<string>();
    }

    public static object Charge(string token, long amount = 1_000) =>
        new
        {
            amount,
            currency = "EUR",
            token,
        };

    public Task<HttpResponseMessage> Post(string path, object body, string? key)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = JsonContent.Create(body),
        };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);

        return Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public static async Task<JsonObject> Read(HttpResponseMessage response) =>
        (
            await response.Content.ReadFromJsonAsync<JsonObject>(
                TestContext.Current.CancellationToken
            )
        )!;

    /// <summary>As <c>kill -9</c>: nothing is flushed or closed.</summary>
    public void Kill() => _process.Kill();

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        Http.Dispose();
    }
}
