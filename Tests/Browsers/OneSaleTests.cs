using Commerce.FlashSales;
using Commerce.Shopping;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Commerce.Browsers;

/// <summary>
/// One sale in real browsers, an operator's and two shoppers': what the console and the page of the
/// sale say is what the API says.
/// </summary>
[Collection(nameof(OpenShop))]
public sealed class OneSaleTests(OpenShop shop)
{
    [Fact]
    public async Task Is_written_run_and_sold_out_from_the_console_while_shoppers_buy()
    {
        var product = await shop.Sell("FLASH", units: 9);
        await using var desk = await shop.Enter();
        await using var shopper = await shop.Enter(isPhone: true);
        await using var late = await shop.Enter();
        await SignIn(desk);
        var sale = await Write(desk, "FLASH", units: 3);
        await Schedule(desk);
        await sale.Becomes("prequeue");

        await shopper.Go(product);
        await shopper.Button("Add to cart").ClickAsync();
        await Join(shopper, "You have a place");
        await Take(desk, "Start now", "live");
        await Stands(shopper, "You are in");
        await Take(desk, "Pause", "paused");
        await Stands(shopper, "Paused");
        await Take(desk, "Resume", "live");
        await Stands(shopper, "You are in");
        await Buy(shopper, "ada", units: 2);
        await Agree(desk, sale, "sold", 2);

        await late.Go($"/sale/{sale.Id}");
        await Join(late, "You are in");
        await Buy(late, "bob", units: 1);
        await Expect(State(desk)).ToHaveTextAsync("sold out", Soon);
        await Agree(desk, sale, "sold", 3);
        Assert.Equal("sold_out", (await sale.Get()).Expect(200).Text("state"));

        await desk.Page.GetByText("Stop for good").ClickAsync();
        await Take(desk, "Yes, stop it", "settled");
        await Agree(desk, sale, "sold", 3);
        await late.Go($"/sale/{sale.Id}");
        await Stands(late, "The sale is over");
        foreach (var each in (Shopper[])[shopper, late])
            Assert.Empty(each.Complaints);
        // The browser says of the form that came back, too, that it did.
        Assert.All(desk.Complaints, said => Assert.Contains("422", said, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_its_state_does_not_allow_is_explained()
    {
        await using var desk = await shop.Enter(hasScript: false);
        await SignIn(desk);
        var sale = await OpenSale.Draft(shop.Operator, "WHYNOT", units: 3);
        foreach (
            var (state, lead) in ((SaleState, Func<Task>)[])
                [
                    (SaleState.Draft, () => Task.CompletedTask),
                    (SaleState.Prequeue, () => sale.Schedule()),
                    (SaleState.Live, () => sale.Do("start")),
                    (SaleState.Paused, () => sale.Do("pause")),
                    (SaleState.Settled, () => sale.Do("stop")),
                ]
        )
        {
            await lead();
            await sale.Becomes(SaleRejections.Word(state));
            await desk.Go($"/console/{sale.Id}");
            var refused = SaleSteps.All.Where(step => !SaleSteps.Allows(state, step)).ToList();
            Assert.Equal(
                refused.Select(step => SaleSteps.WhyNot(state, step)),
                await desk.Page.Locator(".not-now li").AllTextContentsAsync()
            );
            foreach (var step in refused.Where(each => !StandingSales.IsDone(each, state)))
                Assert.Equal(SaleSteps.WhyNot(state, step), await Send(desk, sale, step));
        }
    }

    /// <summary>Who waits asks as often as told: every half a minute where the start is
    /// far.</summary>
    private static LocatorAssertionsToHaveTextOptions Soon { get; } = new() { Timeout = 45_000 };

    private static async Task SignIn(Shopper desk)
    {
        await desk.Go("/console");
        await desk.Page.FillAsync("#key", Stores.Shop.OperatorKey);
        await desk.Page.Leave(() => desk.Button("Sign in").ClickAsync());
    }

    /// <summary>With a price that is none at first: it is told, and nothing else is lost.</summary>
    private async Task<OpenSale> Write(Shopper desk, string sku, int units)
    {
        await desk.Page.Leave(() => desk.Link("Draft a sale").ClickAsync());
        await desk.Page.FillAsync("#name", "Lamps at half price");
        await desk.Page.FillAsync("#items-0-sku", sku);
        await desk.Page.FillAsync("#items-0-price", "a lot");
        await desk.Page.FillAsync("#items-0-quantity", $"{units}");
        await desk.Page.FillAsync("#limit", "2");
        await desk.Page.Leave(() => Save().ClickAsync());
        Assert.Equal("items-0-price", await Wrong(desk).GetAttributeAsync("id"));
        Assert.Equal("a lot", await Wrong(desk).InputValueAsync());
        Assert.Equal(sku, await desk.Page.InputValueAsync("#items-0-sku"));

        await desk.Page.FillAsync("#items-0-price", "12.50");
        await desk.Page.Leave(() => Save().ClickAsync());
        await Expect(State(desk)).ToHaveTextAsync("draft");
        return new(shop.Operator, new Uri(desk.Page.Url).Segments[^1], sku);

        ILocator Save() => desk.Button("Draft the sale");
    }

    private static ILocator Wrong(Shopper desk) => desk.Page.Locator("[aria-invalid=true]");

    /// <summary>So soon that its waiting room opens at once.</summary>
    private static async Task Schedule(Shopper desk)
    {
        var starts = TimeProvider.System.GetUtcNow().AddMinutes(4);
        await desk.Page.FillAsync("#startsAt", $"{starts:yyyy-MM-dd'T'HH:mm}");
        await desk.Page.FillAsync("#endsAt", $"{starts.AddHours(1):yyyy-MM-dd'T'HH:mm}");
        await desk.Page.Leave(() => desk.Button("Schedule").ClickAsync());
        await Expect(State(desk)).ToHaveTextAsync("prequeue", Soon);
    }

    /// <summary>Presses the button of a step, which shows by itself when it is allowed.</summary>
    private static async Task Take(Shopper desk, string step, string state)
    {
        await desk.Page.Leave(() => desk.Button(step).ClickAsync());
        await Expect(State(desk)).ToHaveTextAsync(state, Soon);
    }

    private static async Task Join(Shopper shopper, string title)
    {
        await shopper.Button("Join").ClickAsync();
        await Stands(shopper, title);
    }

    private static Task Stands(Shopper shopper, string title) =>
        Expect(shopper.Page.Locator("[data-panel]:not([hidden]) h2")).ToHaveTextAsync(title, Soon);

    private static async Task Buy(Shopper shopper, string name, int units)
    {
        await shopper.Page.FillAsync("[name=quantity]", $"{units}");
        await shopper.Page.Leave(() => shopper.Page.Locator("[data-buy] button").ClickAsync());
        await Expect(shopper.Page.Locator(".held")).ToContainTextAsync("Held for you until");
        await shopper.Answer();
        // The limit is each person's, and knows them by their address.
        await shopper.Page.FillAsync("#email", $"{name}@example.org");
        Assert.Equal($"Subtotal €{12.5 * units:0.00}", (await shopper.Sums())[0]);
        await shopper.Page.Leave(() => shopper.Button("Pay now").ClickAsync());
        await shopper.Hear("Thank you!");
    }

    private static ILocator State(Shopper desk) => desk.Page.Locator("#facts .badge").First;

    /// <summary>The console comes to say a figure, and then all that the API says.</summary>
    private static async Task Agree(Shopper desk, OpenSale sale, string figure, int number)
    {
        await Expect(desk.Page.Locator($"[data-figure={figure}]"))
            .ToHaveTextAsync($"{number}", Soon);
        var told = await sale.Counts(figure, number);
        foreach (var name in (string[])["waiting", "admitted", "holding", "sold", "left"])
            await Expect(desk.Page.Locator($"[data-figure={name}]"))
                .ToHaveTextAsync($"{told.Number(name)}", Soon);
        var item = told.Body["items"]![0]!;
        foreach (var name in (string[])["holding", "sold", "left"])
            await Expect(desk.Page.Locator($"[data-of={name}]"))
                .ToHaveTextAsync($"{item[name]}", Soon);
    }

    /// <summary>Sends the form of a step, as a page would that is older than the state.</summary>
    private static async Task<string> Send(Shopper desk, OpenSale sale, SaleStep step)
    {
        if (step == SaleSteps.Edit)
            await desk.Go($"/console/{sale.Id}/edit");
        else
            await desk.Page.Leave(() =>
                desk.Page.EvaluateAsync(
                    """
                    to => {
                      const form = document.querySelector('form[action$="/admission"]');
                      for (const name of ['startsAt', 'endsAt', 'extendTo']) {
                        const field = form.appendChild(document.createElement('input'));
                        [field.name, field.value] = [name, '2099-01-01T00:00'];
                      }
                      form.action = to;
                      form.submit();
                    }
                    """,
                    $"/console/{sale.Id}/{step.Name}"
                )
            );
        return await desk.Alert();
    }
}
