using System.CommandLine;
using Commerce.Cluster;

var silos = new Option<int>("--silos") { DefaultValueFactory = _ => 3 };
silos.Description = "How many silos there are";
var frontends = new Option<int>("--frontends") { DefaultValueFactory = _ => 0 };
frontends.Description = "How many frontends run alone, instead of in the silos";
var tls = new Option<bool>("--tls");
tls.Description = "Whether silos and frontends know each other by certificates";
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
var folder = new Option<DirectoryInfo>("--data");
folder.DefaultValueFactory = _ => new("/var/tmp/commerce-cluster");
folder.Description = "The folder of everything; everybody must be able to pass through it";
var root = new RootCommand("Runs a whole cluster on this machine, until Ctrl-C.")
{
    silos,
    frontends,
    tls,
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
            parsed.GetValue(silos),
            parsed.GetValue(frontends),
            parsed.GetValue(tls)
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
