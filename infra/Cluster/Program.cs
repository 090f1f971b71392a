using System.CommandLine;
using Commerce.Cluster;

var silos = new Option<int>("--silos")
{
    Description = "How many silos there are",
    DefaultValueFactory = _ => 3,
};
var url = new Option<Uri>("--url")
{
    Description = "Where the store is reached",
    DefaultValueFactory = _ => new("http://127.0.0.1:5000"),
    CustomParser = given =>
    {
        if (!Uri.TryCreate(given.Tokens[0].Value, UriKind.Absolute, out var address))
            given.AddError("--url is no address.");
        return address;
    },
};
var folder = new Option<DirectoryInfo>("--data")
{
    Description = "The folder of everything; everybody must be able to pass through it",
    DefaultValueFactory = _ => new("/var/tmp/commerce-cluster"),
};
var root = new RootCommand("Runs a whole cluster on this machine, until Ctrl-C.")
{
    silos,
    url,
    folder,
};
root.SetAction(
    async (parsed, stop) =>
    {
        var plan = new Plan(
            parsed.GetValue(folder)!.FullName,
            Path.GetFullPath("../..", AppContext.BaseDirectory),
            parsed.GetValue(url)!,
            parsed.GetValue(silos)
        );
        try
        {
            await using var cluster = await RunningCluster.Start(plan, stop);
            cluster.Tell(Console.Out);
            await Task.Delay(Timeout.InfiniteTimeSpan, stop)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Console.WriteLine("Ending: the edge, the silos, then what they stand on.");
            return 0;
        }
        catch (Exception e) when (e is InvalidOperationException or IOException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }
);
return await root.Parse(args)
    .InvokeAsync(new() { ProcessTerminationTimeout = TimeSpan.FromMinutes(2) });
