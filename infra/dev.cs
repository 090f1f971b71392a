#!/usr/bin/env dotnet
// The verbs that build, check and test, and the help for all: dev starts the others itself.
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

const string Help = """
    usage: ./dev <verb>

      up [--data DIR] [--urls URL] [--no-demo]
                            build if needed, run the store (data/, http://127.0.0.1:5000);
                            --Store=postgres --Postgres=… keeps its journal in PostgreSQL
      cluster [--silos N] [--frontends N] [--tls] [--url URL] [--data DIR]
                            PostgreSQL with two standbys, Redis, a payment simulator, silos,
                            frontends that run alone, and an edge before them (3 silos, no such
                            frontends, no TLS between them, http://127.0.0.1:5000)
      certs [--data DIR] [--name NAME] [--authority add|drop]
                            make, or renew, the certificates that the processes of a cluster
                            show each other (data/certs, commerce); or begin, or end, the
                            change of their authority
      backup [--data DIR] --to FOLDER
                            copy a store, running or not, with its keys; --erasures-only: the
                            list of who was erased; backup --help has PostgreSQL
      restore BACKUP --data NEW [--postgres …] [--erasures FILE…]
                            make a store of a backup, where there is none
      test                  formatting, build and every test; ends with "N passed, N failed"
      format                format every source
      accept                accept the contracts and golden events as they are now
      crash [--rounds N]    the crash suite, 50 rounds unless told otherwise
      chaos [--seed S] [--faults kill,pause,…] [--minutes M] [--strict] [--lateness SECONDS]
            [--known-bad NAME]
                            break a cluster of its own while people buy, and judge what is left
                            (docs/reliability.md)
      properties [--cases N]
                            the property tests, 1000000 cases unless told otherwise
      load SCENARIO …       put load on a running store
      load flash-sale [--buyers N] [--units U] [--bots 30%]
                            play a flash sale on it with people and bots, and judge it
      micro [WORD…]         measure in process, without HTTP, some five minutes: decisions, JSON,
                            appends, group commits, streams, holds, memory; or only what has a
                            WORD in its name; --list tells what there is
      import FILE [--url URL] [--data DIR]
                            send products (NDJSON) to the running store, or to one of its own
      passwords [FILE]      passwords that many have, for SignIn:BreachedPasswords
                            (data/breached-passwords.txt)
      verify-draw URL [HASH…]
                            do the draw of a sale again from what is published: URL is the
                            sale's, …/api/v1/sales/sal_…; and tell where these tickets stand
      catalogue debian [FILE]
                            the packages Debian describes, as products to import
      catalogue made COUNT [FILE]
                            as many made-up products to import
      help                  this

    """;

var house = new House(
    Path.GetFullPath("..", (string)AppContext.GetData("EntryPointFileDirectoryPath")!)
);
return args switch
{
    ["help" or "--help" or "-h"] => Tell(Console.Out, Help, 0),
    ["format"] => house.Restore() && house.Dotnet("csharpier", "format", ".") ? 0 : 1,
    ["test"] => house.Sum(house.Restore() && house.Check() && house.Build() && house.Test()),
    ["accept"] => Suite("ACCEPT", "1", "-class", "*.ContractsTests"),
    ["crash"] => Suite("CRASH_ROUNDS", "50", "-trait", "Suite=Crash"),
    ["crash", "--rounds", var rounds] when IsCount(rounds) => Suite(
        "CRASH_ROUNDS",
        rounds,
        "-trait",
        "Suite=Crash"
    ),
    ["properties"] => Suite("PROPERTY_CASES", "1000000", "-trait", "Suite=Properties"),
    ["properties", "--cases", var cases] when IsCount(cases) => Suite(
        "PROPERTY_CASES",
        cases,
        "-trait",
        "Suite=Properties"
    ),
    _ => Tell(
        Console.Error,
        $"./dev does not know '{string.Join(' ', args)}': see ./dev help\n",
        2
    ),
};

int Suite(string variable, string value, params string[] filter)
{
    Environment.SetEnvironmentVariable(variable, value);
    return house.Sum(house.Build() && house.Test(filter));
}

static bool IsCount(string text) =>
    int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0;

static int Tell(TextWriter writer, string text, int exitCode)
{
    writer.Write(text);
    return exitCode;
}

/// <summary>The solution at <paramref name="root"/>, and how its tests went so far.</summary>
internal sealed class House(string root)
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private (int Passed, int Failed) _count;

    public bool Restore() => Dotnet("tool", "restore");

    public bool Check() => Dotnet("csharpier", "check", ".");

    /// <summary>Builds all, and marks each program as built, so ./dev up need not.</summary>
    public bool Build()
    {
        var begun = TimeProvider.System.GetUtcNow().UtcDateTime;
        if (!Dotnet("build", "Commerce.Orleans.sln", "--configuration", "Release", "--nologo"))
        {
            return false;
        }

        string[] programs = ["Silo", "Cluster", "Certificates", "Chaos", "LoadTests", "Micro"];
        foreach (var program in programs)
        {
            var stamp = Path.Combine(root, "artifacts", $"{program}.built");
            File.WriteAllText(stamp, "");
            File.SetLastWriteTimeUtc(stamp, begun);
        }

        return true;
    }

    /// <summary>Runs the tests and counts by their report: what they print is for people.</summary>
    public bool Test(params string[] filter)
    {
        // Hundreds of stores start and end again: none lives long enough to gain by being watched.
        Environment.SetEnvironmentVariable("DOTNET_TieredPGO", "0");
        Environment.SetEnvironmentVariable("DOTNET_EnableWriteXorExecute", "0");
        Environment.SetEnvironmentVariable("DOTNET_GCgen0size", "0x2000000");
        var report = Path.Combine(root, "artifacts", "tests.json");
        File.Delete(report);
        string[] plain = Console.IsOutputRedirected ? ["-noColor"] : [];
        var green = Dotnet([
            "artifacts/bin/Tests/release/Tests.dll",
            "-result-ctrf",
            report,
            .. plain,
            .. filter,
        ]);
        if (File.Exists(report))
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(report));
            var results = json.RootElement.GetProperty("results");
            var summary = results.GetProperty("summary");
            _count = (
                summary.GetProperty("passed").GetInt32(),
                summary.GetProperty("failed").GetInt32()
            );
            TellFailures(results.GetProperty("tests"));
        }

        // A filter that finds no test has tested nothing.
        return green && _count is { Passed: > 0, Failed: 0 };
    }

    /// <summary>Once more where they are looked for: at the end of a long output.</summary>
    private static void TellFailures(JsonElement tests)
    {
        foreach (var test in tests.EnumerateArray())
        {
            if (test.GetProperty("status").ValueEquals("failed"))
            {
                var message = test.TryGetProperty("message", out var said) ? $"{said}" : "";
                Console.WriteLine($"FAILED {test.GetProperty("name")}");
                Console.WriteLine($"  {message.ReplaceLineEndings("\n  ")}");
            }
        }
    }

    /// <summary>The last line. Whatever broke counts: nothing red may look green.</summary>
    public int Sum(bool green)
    {
        var failed = green ? 0 : Math.Max(_count.Failed, 1);
        Console.WriteLine($"Took {Stopwatch.GetElapsedTime(_start):mm\\:ss} (minutes:seconds).");
        Console.WriteLine($"{_count.Passed} passed, {failed} failed");
        return green ? 0 : 1;
    }

    public bool Dotnet(params string[] step)
    {
        Console.WriteLine($"> dotnet {string.Join(' ', step)}");
        using var process = Process.Start(
            new ProcessStartInfo("dotnet", step) { WorkingDirectory = root }
        )!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
