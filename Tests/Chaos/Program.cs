using System.Collections.Immutable;
using System.CommandLine;
using Commerce.Chaos;
using Commerce.Judging;

var kinds = Enum.GetValues<FaultKind>().ToDictionary(Fault.NameOf);
var seed = new Option<int>("--seed")
{
    Description = "Brings the same plan again; any, unless told",
};
seed.DefaultValueFactory = _ => Environment.ProcessId;
var faults = new Option<ImmutableArray<FaultKind>>("--faults")
{
    Description = $"Which, divided by commas: {string.Join(',', kinds.Keys)}",
    DefaultValueFactory = _ => [.. kinds.Values],
    CustomParser = given =>
    {
        var names = given.Tokens[0].Value.Split(',', StringSplitOptions.RemoveEmptyEntries);
        foreach (var name in names.Where(name => !kinds.ContainsKey(name)))
            given.AddError($"--faults: nobody knows '{name}'.");
        return [.. names.Where(kinds.ContainsKey).Select(name => kinds[name])];
    },
};
var minutes = new Option<double>("--minutes") { Description = "How long buyers are at work" };
minutes.DefaultValueFactory = _ => 2;
var strict = new Option<bool>("--strict") { Description = "A recovery that is late fails, too" };
var lateness = new Option<double>("--lateness") { Description = "Of a hold's end, in seconds" };
lateness.DefaultValueFactory = _ => Facts.None.HoldLatenessMax.TotalSeconds;
var knownBad = new Option<string?>("--known-bad")
{
    Description = "A fault of Tests/Sabotage that all silos have; succeeds if it is found",
};
var root = new RootCommand("Runs a cluster of its own, breaks it, and judges what is left.")
{
    seed,
    faults,
    minutes,
    strict,
    lateness,
    knownBad,
};
root.SetAction(
    (parsed, stop) =>
        Trial.Hold(
            new Wish(
                parsed.GetValue(seed),
                parsed.GetValue(faults),
                TimeSpan.FromMinutes(parsed.GetValue(minutes)),
                Folder: "",
                TimeSpan.FromSeconds(parsed.GetValue(lateness)),
                parsed.GetValue(knownBad)
            ),
            parsed.GetValue(strict),
            stop
        )
);
return await root.Parse(args)
    .InvokeAsync(new() { ProcessTerminationTimeout = TimeSpan.FromMinutes(1) });
