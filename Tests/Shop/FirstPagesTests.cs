using Commerce.Http;
using Microsoft.Extensions.Hosting;

namespace Commerce.Shopping;

public sealed class FirstPagesTests(EdgeStore store) : IClassFixture<EdgeStore>
{
    [Fact]
    public void Pages_are_rendered_once_before_the_web_server_listens()
    {
        var services = store.Service<IEnumerable<IHostedService>>().ToList();
        var pages = services.FindIndex(each => each is FirstPages);
        var web = services.FindIndex(each => each.GetType().Name == "GenericWebHostService");

        Assert.InRange(pages, 0, web);
        Assert.DoesNotContain("rendered ahead", store.Logged, StringComparison.Ordinal);
    }
}
