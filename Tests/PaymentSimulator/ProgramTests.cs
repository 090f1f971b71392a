using System.Net;

namespace Commerce.PaymentSimulatorTests;

/// <summary>The program over HTTP, with the payers' pages.</summary>
public sealed class ProgramTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("provider");
    private RunningProgram _program = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _program = await RunningProgram.Start(Path.Combine(_folder.FullName, "provider.db"));

    public ValueTask DisposeAsync()
    {
        _program.Dispose();
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Money_goes_its_whole_way()
    {
        var charge = await _program.Authorize("pay/1");
        await _program.Post($"/charges/{charge}/capture", new { amount = 600 }, "cap_1");
        await _program.Post($"/charges/{charge}/refund", new { amount = 100 }, "rfd_1");
        await _program.Post($"/charges/{charge}/void", new { }, "voi_1");

        var found = await Get("/operations/pay/1", HttpStatusCode.OK);
        var listed = await Get("/charges", HttpStatusCode.OK);

        Assert.Equal(
            $$"""
            {"charge":"{{charge}}","status":"authorized","code":null,"nextAction":null,
            "authorized":1000,"captured":600,"refunded":100,"voided":400,"sequence":4}
            """.ReplaceLineEndings(""),
            found
        );
        Assert.Contains($"\"id\":\"{charge}\",\"key\":\"pay/1\"", listed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Errors_are_problems_with_a_code()
    {
        await _program.Authorize("pay_1");
        var body = RunningProgram.Charge("tok_ok");

        await IsProblem(_program.Post("/charges", body, key: null), 400, "malformed_request");
        await IsProblem(_program.Post("/charges", new { }, "pay_2"), 400, "malformed_request");
        await IsProblem(
            _program.Post("/charges", RunningProgram.Charge("tok_ok", 2), "pay_1"),
            422,
            "idempotency_key_reused"
        );
        await IsProblem(_program.Http.GetAsync("/operations/x", Cancellation), 404, "not_found");
        await IsProblem(_program.Http.GetAsync("/charges/ch_0", Cancellation), 404, "not_found");

        await _program.Post("/outage", new { down = true }, key: null);
        await IsProblem(_program.Post("/charges", body, "pay_3"), 503, "provider_unavailable");
    }

    [Theory]
    [InlineData("tok_ok.fp_xyz", "\"xyz\"")]
    [InlineData("tok_ok", "null")]
    public async Task It_tells_which_card_a_token_was_made_of(string token, string expected)
    {
        var answer = await _program.Post("/fingerprints", new { token }, key: null);

        Assert.Equal(
            $$"""{"fingerprint":{{expected}}}""",
            await answer.Content.ReadAsStringAsync(Cancellation)
        );
    }

    [Fact]
    public async Task A_lost_answer_is_a_cut_connection()
    {
        await Assert.ThrowsAsync<HttpRequestException>(() =>
            _program.Authorize("pay_1", "tok_charged_but_lost")
        );

        var found = await Get("/operations/pay_1", HttpStatusCode.OK);

        Assert.Contains("\"status\":\"authorized\"", found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("approve", "You paid 10.00 EUR.", "authorized")]
    [InlineData("decline", "The payment was not made.", "declined")]
    public async Task The_payer_has_a_page_with_two_buttons(
        string button,
        string text,
        string status
    )
    {
        var charge = await _program.Authorize("pay_1", "tok_action_required");
        var page = $"/simulated-provider/charges/{charge}/action";
        var asked = await Get(page, HttpStatusCode.OK);
        Assert.Contains("asks for <strong>10.00 EUR</strong>", asked, StringComparison.Ordinal);
        Assert.Contains($"formaction=\"{page}/{button}\"", asked, StringComparison.Ordinal);

        // A browser is led back to the page by 303.
        using var pressed = await _program.Http.PostAsync($"{page}/{button}", null, Cancellation);
        var answer = await pressed.Content.ReadAsStringAsync(Cancellation);

        Assert.Equal(page, pressed.RequestMessage!.RequestUri!.AbsolutePath);
        Assert.Contains(text, answer, StringComparison.Ordinal);
        Assert.DoesNotContain("<button", answer, StringComparison.Ordinal);
        var found = await Get("/operations/pay_1", HttpStatusCode.OK);
        Assert.Contains($"\"status\":\"{status}\"", found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_of_no_charge_says_so()
    {
        var page = await Get("/simulated-provider/charges/ch_0/action", HttpStatusCode.NotFound);

        Assert.Contains("There is no such payment.", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_in_an_outage_asks_the_payer_to_come_back()
    {
        var charge = await _program.Authorize("pay_1", "tok_action_required");
        await _program.Post("/outage", new { down = true }, key: null);

        var page = await Get(
            $"/simulated-provider/charges/{charge}/action",
            HttpStatusCode.ServiceUnavailable
        );

        Assert.Contains("Please come back", page, StringComparison.Ordinal);
    }

    private async Task<string> Get(string path, HttpStatusCode status)
    {
        using var response = await _program.Http.GetAsync(path, Cancellation);
        Assert.Equal(status, response.StatusCode);
        return await response.Content.ReadAsStringAsync(Cancellation);
    }

    private static async Task IsProblem(Task<HttpResponseMessage> call, int status, string code)
    {
        using var response = await call;
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(code, (await RunningProgram.Read(response))["code"]!.GetValue<string>());
    }
}
