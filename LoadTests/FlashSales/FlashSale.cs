using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Cryptography;
using Commerce.LoadTests.Http;

namespace Commerce.LoadTests.FlashSales;

/// <summary>A flash sale from its draft to its end, with all who come, and its judge.</summary>
public sealed class FlashSale(FlashSaleSettings settings, TextWriter output)
{
    /// <summary>Between the last who comes and the start.</summary>
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(2);

    /// <exception cref="SetUpException">It could not begin.</exception>
    public async Task<SaleReport> Run()
    {
        if (settings.OperatorKey is null)
        {
            throw new SetUpException(
                "a sale needs its operator: give --operator-key or COMMERCE_OPERATOR_KEY"
            );
        }

        SaleFaults.Require(settings);
        var target = await Reach();
        var run = RandomNumberGenerator.GetHexString(8, lowercase: true);
        using var fleet = new Fleet(
            target,
            settings.Connections,
            settings.Seed,
            settings.OperatorKey
        );
        using var desk = new Fleet(target, connections: 1, settings.Seed, settings.OperatorKey);
        var clock = new ServerClock();
        var office = new SaleOffice(desk.Clients[0], settings, clock);
        var arrivals = TimeSpan.FromSeconds((double)settings.Buyers / settings.Joins);
        await office.Draft(run);
        await office.Schedule(arrivals + (2 * Calm));

        var buyers = new Buyer[settings.Buyers];
        var (crowd, start) = (new Crowd(fleet, buyers.Length), clock.When(office.StartsAt));
        var faults = new SaleFaults(settings, start);
        var log = new SaleLog(clock, faults);
        foreach (var (who, (buyer, comes)) in Buyers.Make(settings, arrivals).Index())
        {
            buyers[who] = buyer;
            var early = comes < TimeSpan.Zero ? comes - Calm : comes;
            crowd.Add(who, start + (long)(early.TotalSeconds * Stopwatch.Frequency));
        }

        var shopping = new Shopping(office, log, clock, buyers, run);
        var watching = Watch(office, shopping, crowd, start);
        var playing = faults.Play(output);
        await crowd.Run(shopping.Act);
        await watching;
        await playing;
        await output.WriteLineAsync("  everybody has left; it is stopped and settles");
        var settled = await office.Settle();
        var history = log.Close(office, settled, await office.GetDraw());
        return SaleReport.Of(settings, log, history, start);
    }

    /// <summary>Until all is sold, or time is up, or nobody is left.</summary>
    private async Task Watch(SaleOffice office, Shopping shopping, Crowd crowd, long start)
    {
        await output.WriteLineAsync(
            $"{office.Path}: {settings.Buyers} buyers, {settings.Units} units, seed {settings.Seed}"
        );
        while (crowd.Left > 0)
        {
            await Task.Delay(TellEvery, TimeProvider.System);
            var since = Stopwatch.GetElapsedTime(start);
            var isSoldOut = since > TimeSpan.Zero && await office.IsSoldOut();
            await output.WriteLineAsync(
                $"  {since.TotalSeconds, 6:N0} s  waiting {shopping.Count(Step.Poll), 7}"
                    + $"  in {shopping.Count(Step.Add) + shopping.Count(Step.Pay), 6}"
                    + $"  left {crowd.Left, 7}{(isSoldOut ? "  sold out" : "")}"
            );
            if (isSoldOut || since > settings.PatienceMax)
            {
                shopping.End();
                crowd.Hurry();
            }
        }
    }

    private async Task<Target> Reach()
    {
        try
        {
            return await Target.Reach(settings.Url);
        }
        catch (SocketException exception)
        {
            throw new SetUpException($"cannot reach {settings.Url}: {exception.Message}");
        }
    }
}
