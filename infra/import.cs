#!/usr/bin/env dotnet
#:include import/*.cs
#:package Spectre.Console
#:property InvariantGlobalization=true
// Sends a file of products to the running store and tells how each row fared: ./dev import FILE.
using System.Runtime.InteropServices;
using Commerce.Importing;
using Spectre.Console;

using var stop = new CancellationTokenSource();
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
try
{
    var order = Order.Parse(args);
    await using var store = new Store(order);
    await store.Reach(stop.Token);
    var run = new Run(store, order.File);
    await Watch(run);
    await Tell(run, store);
    return run.Import.Failed == 0 ? 0 : 1;
}
catch (AbandonedException abandoned)
{
    Console.Error.WriteLine(abandoned.Message);
    return abandoned.ExitCode;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    Console.Error.WriteLine("Stopped. The same command goes on with the same import.");
    return 130;
}

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}

async Task Watch(Run run)
{
    if (Console.IsOutputRedirected)
    {
        var told = -2.0;
        await run.Follow(
            () =>
            {
                if (run.Elapsed.TotalSeconds >= told + 2)
                {
                    told = run.Elapsed.TotalSeconds;
                    Console.WriteLine($"{run.Import.Lines:N0} of {run.Total:N0} rows, {run.Pace}");
                }
            },
            stop.Token
        );
        return;
    }

    await AnsiConsole
        .Progress()
        .Columns(
            new ProgressBarColumn(),
            new PercentageColumn(),
            new TaskDescriptionColumn { Alignment = Justify.Left }
        )
        .StartAsync(async context =>
        {
            var bar = context.AddTask("sending");
            await run.Follow(
                () =>
                {
                    bar.MaxValue = Math.Max(run.Total, 1);
                    bar.Value = run.Import.Lines;
                    bar.Description = run.Pace;
                },
                stop.Token
            );
        });
}

async Task Tell(Run run, Store store)
{
    var import = run.Import;
    if (import.Failed > 0)
    {
        var failures = await store.FailedRows(run.Location, 20, stop.Token);
        foreach (var row in failures)
        {
            Console.WriteLine(
                $"line {row.Line}: {row.Code} {row.Detail} {row.Pointer}".TrimEnd()
                    + (row.Key is null ? "" : $" ({row.Key})")
            );
        }

        if (import.Failed > failures.Length)
        {
            Console.WriteLine($"and {import.Failed - failures.Length:N0} more");
        }
    }

    var time = run.Rows > 0 ? $" in {run.Elapsed.TotalSeconds:N1} s ({run.Rate:N0}/s)" : " before";
    Console.WriteLine(
        $"{import.Lines:N0} rows: {import.Created:N0} created, {import.Changed:N0} changed, "
            + $"{import.Unchanged:N0} unchanged, {import.Failed:N0} failed{time}"
    );
}
