using Commerce.LoadTests.Micro;

const string Help = """
    usage: ./dev micro [WORD…]

      Measures what has one of the words in its name, or everything in some five minutes: time and
      bytes of each operation. BenchmarkDotNet's log and reports go to artifacts/micro.
      --list tells what there is.

    """;

if (args is ["--list"])
{
    Subjects.List(Console.Out);
    return 0;
}

if (args is not [] && !Subjects.Names.Any(IsAsked))
{
    Console.Error.Write(Help);
    return args is ["--help"] ? 0 : 2;
}

var artifacts = Path.GetFullPath("../../../micro", AppContext.BaseDirectory);
var isWell = Benchmarks.Run(IsAsked, artifacts, Console.Out);
if (IsAsked(nameof(Memory)))
    await Memory.Measure(count: 10_000, Console.Out);

return isWell ? 0 : 1;

bool IsAsked(string name) =>
    args is [] || args.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase));
