namespace Commerce.Imports;

/// <summary>A file can wait until there is room for it again.</summary>
internal static class Patiently
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Asks until the answer is one.</summary>
    public static async Task<T> Ask<T>(
        Func<Task<T>> ask,
        Func<T, bool> isAnswer,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        while (true)
        {
            var answer = await ask();
            if (isAnswer(answer))
                return answer;

            await Task.Delay(Pause, time, cancellation);
        }
    }
}
