namespace Commerce.Edges;

/// <summary>
/// How much is tried again: a tenth of what comes in, and some. Where everything fails, trying
/// again makes it worse.
/// </summary>
internal sealed class RetryBudget
{
    /// <summary>What a request adds, in hundredths of a retry.</summary>
    private const int Earned = 10;

    private const int Cost = 100;
    private const int SavedMax = 100 * Cost;

    private int _saved = SavedMax;

    /// <summary>A request came in.</summary>
    public void Earn()
    {
        if (Volatile.Read(ref _saved) < SavedMax)
        {
            Interlocked.Add(ref _saved, Earned);
        }
    }

    /// <summary>Whether one more may be tried again.</summary>
    public bool TrySpend()
    {
        if (Interlocked.Add(ref _saved, -Cost) >= 0)
            return true;

        Interlocked.Add(ref _saved, Cost);
        return false;
    }
}
