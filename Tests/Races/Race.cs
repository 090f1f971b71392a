namespace Commerce.Races;

/// <summary>Lets many do the same at once.</summary>
internal static class Race
{
    /// <summary>Nobody begins before all are there.</summary>
    public static async Task<T[]> Run<T>(int runners, Func<int, Task<T>> run)
    {
        var shot = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = Enumerable.Range(0, runners).Select(Start).ToList();
        shot.SetResult();
        return await Task.WhenAll(running);

        async Task<T> Start(int runner)
        {
            await shot.Task;
            return await run(runner);
        }
    }
}
