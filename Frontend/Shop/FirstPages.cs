using Commerce.Shopping.Pages;

namespace Commerce.Shopping;

/// <summary>
/// Renders the shop's pages once, for nobody, before the store takes requests: else whoever comes
/// first waits until the machine has learnt how. A store that cannot yet be looked around in says
/// so to its shoppers, and opens all the same.
/// </summary>
/// <remarks>Stands behind the silo among the hosted services, and before the web server.</remarks>
internal sealed partial class FirstPages(
    IServiceScopeFactory scopes,
    IGrainFactory grains,
    ProductView view,
    TimeProvider time,
    ILogger<FirstPages> log
) : IHostedService
{
    /// <summary>How long the store waits for them; they go on without it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RenderAll(cancellationToken).WaitAsync(Patience, time, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Failed(log, e);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task RenderAll(CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var shelf = await ShelfPages.Newest(grains, time);
        await Render(new HtmlPage<HomePage>(shelf));
        await Render(
            new HtmlPage<SearchPage>(new SearchModel("", shelf.Products, null, true, true))
        );
        await Render(new HtmlPage<CartPage>(new CartModel(Cart: null, [], Said: null)));
        if (shelf.Products is [var newest, ..])
        {
            var product = await grains.Product(newest.Id).GetProduct();
            if (product is not null)
                await Render(await view.Show(product));
        }

        Task Render(IResult page) =>
            page.ExecuteAsync(
                new DefaultHttpContext
                {
                    RequestServices = scope.ServiceProvider,
                    RequestAborted = cancellation,
                    Response = { Body = Stream.Null },
                }
            );
    }

    [LoggerMessage(LogLevel.Warning, "The first pages could not be rendered ahead.")]
    private static partial void Failed(ILogger log, Exception exception);
}
