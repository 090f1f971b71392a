using System.Collections;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Commerce.Http;

/// <summary>
/// Loggers whose lines, scopes and exceptions have no card's number in them, whoever writes them
/// and wherever they go.
/// </summary>
internal sealed class CardFreeLogs(LoggerFactory inner) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) =>
        new CardFreeLogger(inner.CreateLogger(categoryName));

    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    public void Dispose() => inner.Dispose();

    private sealed class CardFreeLogger(ILogger inner) : ILogger
    {
        public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

        /// <summary>Most scopes are never written, so they are looked at when they are.</summary>
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => inner.BeginScope(new CardFreeState(state));

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            if (!inner.IsEnabled(logLevel))
                return;

            var (told, text) = (new CardFreeState(state), formatter(state, exception));
            var failed = exception?.ToString() ?? "";
            if (told.IsAsItWas && CardFree.Of(text) == text && CardFree.Of(failed) == failed)
            {
                inner.Log(logLevel, eventId, state, exception, formatter);
                return;
            }

            inner.Log(
                logLevel,
                eventId,
                told,
                exception is null ? null : new CardFreeException(CardFree.Of(failed)),
                (_, _) => CardFree.Of(text)
            );
        }
    }

    /// <summary>What is told beside a line, by names.</summary>
    private sealed class CardFreeState(object? state) : IReadOnlyList<KeyValuePair<string, object?>>
    {
        private readonly IReadOnlyList<KeyValuePair<string, object?>> _named =
            state as IReadOnlyList<KeyValuePair<string, object?>> ?? [];

        public int Count => _named.Count;

        public bool IsAsItWas => _named.All(each => ReferenceEquals(Of(each.Value), each.Value));

        public KeyValuePair<string, object?> this[int index] =>
            new(_named[index].Key, Of(_named[index].Value));

        public override string ToString() => CardFree.Of(state?.ToString() ?? "");

        public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() =>
            Enumerable.Range(0, Count).Select(i => this[i]).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        private static object? Of(object? value)
        {
            var text = value?.ToString() ?? "";
            var free = CardFree.Of(text);
            return free == text ? value : free;
        }
    }

    private sealed class CardFreeException(string text) : Exception
    {
        public override string ToString() => text;
    }
}

internal static class CardFreeLogging
{
    /// <summary>Stands before all that is logged, whichever sinks there are.</summary>
    public static IServiceCollection AddCardFreeLogs(this IServiceCollection services) =>
        services.Replace(
            ServiceDescriptor.Singleton<ILoggerFactory>(each => new CardFreeLogs(
                ActivatorUtilities.CreateInstance<LoggerFactory>(each)
            ))
        );
}
