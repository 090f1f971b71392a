using System.Text.Json;
using Commerce.Http;
using Commerce.Orders;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Commerce.FlashSales;

/// <summary>Tells how a sale goes: once, or live, each second and when it changes.</summary>
internal sealed class SaleLive(
    IGrainFactory grains,
    SaleSights sights,
    Departure departure,
    IOptions<JsonOptions> json,
    TimeProvider time
)
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    /// <summary>How soon whoever watches comes back when this ends, in milliseconds.</summary>
    private const string Return = "retry: 200\n\n";

    public async Task<IResult> Tell(SaleId id, HttpContext http)
    {
        var seen = await sights.Find(id);
        if (!seen.IsAccepted)
            return seen.Rejection.ToProblem();

        var wantsLive = http
            .Request.Headers.Accept.ToString()
            .Contains(OrderEvents.Live, StringComparison.OrdinalIgnoreCase);
        if (!wantsLive)
            return new Answer<LiveBody>(SaleFigures.Of(seen.Value, time.GetUtcNow()));

        using var end = LiveAnswer.End(http, departure);
        await Stream(seen.Value, http, end.Token);
        return TypedResults.Empty;
    }

    private async Task Stream(SaleSight seen, HttpContext http, CancellationToken end)
    {
        http.Response.ContentType = OrderEvents.Live;
        http.Response.Headers.CacheControl = "private, no-store";
        try
        {
            await http.Response.WriteAsync(Return, end);
            while (!end.IsCancellationRequested)
            {
                await Write(seen, http, end);
                var told = await grains.Sale(seen.Sale.Id).Await(seen.Sale.Version, Beat, end);
                if (!told.IsAccepted)
                    return;

                seen = await sights.Look(told.Value);
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // Nobody watches any more, or it is time to come back.
        }
    }

    private async Task Write(SaleSight seen, HttpContext http, CancellationToken end)
    {
        var body = SaleFigures.Of(seen, time.GetUtcNow());
        var data = JsonSerializer.Serialize(body, json.Value.SerializerOptions);
        await http.Response.WriteAsync(
            $"id: {body.Version}\nevent: figures\ndata: {data}\n\n",
            end
        );
        await http.Response.Body.FlushAsync(end);
    }
}
