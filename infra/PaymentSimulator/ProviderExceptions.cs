namespace PaymentSimulator;

/// <summary>
/// The provider is away or full. Nothing was recorded: the same key may try again.
/// </summary>
public sealed class ProviderUnavailableException(string message, Exception? cause = null)
    : Exception(message, cause);

/// <summary>
/// The answer got lost, not the effect: whether there is one, <see cref="Provider.Find"/> tells.
/// </summary>
public sealed class AnswerLostException(string message, Exception? cause = null)
    : IOException(message, cause);

/// <summary>The key was used before, to ask for something else.</summary>
public sealed class KeyReusedException(string key)
    : InvalidOperationException($"The key '{key}' was used for another operation.")
{
    public string Key { get; } = key;
}

/// <summary>The ledger cannot be opened or written; the message says why in one line.</summary>
public sealed class LedgerException(string message, int code) : IOException(message)
{
    /// <summary>SQLite's primary result code.</summary>
    public int Code { get; } = code;
}
