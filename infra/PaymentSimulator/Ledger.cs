using SQLitePCL;

namespace PaymentSimulator;

/// <summary>
/// The one writer of the book. Whatever waits while one transaction runs shares the next, and
/// nobody is answered, be it a question, before what his answer rests on is durable.
/// </summary>
internal sealed class Ledger : IAsyncDisposable
{
    private const int QueueMax = 10_000;

    private readonly object _gate = new();
    private readonly TaskCompletionSource _ended = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private readonly Book _book;
    private List<Work> _waiting = [];
    private bool _closed;
    private Exception? _broken;

    public Ledger(string path)
    {
        _book = new(path);
        // Its own thread, since it spends its time waiting for the disk.
        new Thread(Write) { IsBackground = true, Name = "payment simulator ledger" }.Start();
    }

    /// <exception cref="ProviderUnavailableException">Nothing of the work was recorded.</exception>
    /// <exception cref="AnswerLostException">It may have been recorded or not.</exception>
    public Task<T> Ask<T>(Func<Book, T> run)
    {
        var work = new Work<T>(run);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            if (_waiting.Count >= QueueMax)
                throw new ProviderUnavailableException("The provider has too much to do.");

            _waiting.Add(work);
            Monitor.Pulse(_gate);
        }

        return work.Answered;
    }

    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.Pulse(_gate);
        }

        await _ended.Task;
    }

    private void Write()
    {
        var batch = new List<Work>();
        while (TakeWaiting(ref batch))
        {
            var failure = _broken is null ? Land(batch) : Unavailable(_broken);
            foreach (var work in batch)
                work.Answer(failure);

            batch.Clear();
        }

        _book.Dispose();
        _ended.SetResult();
    }

    /// <summary>Exchanges the empty batch for all that waits; false at the end.</summary>
    private bool TakeWaiting(ref List<Work> batch)
    {
        lock (_gate)
        {
            while (_waiting.Count == 0 && !_closed)
                Monitor.Wait(_gate);

            (batch, _waiting) = (_waiting, batch);
            return batch.Count > 0;
        }
    }

    /// <returns>Why nothing of the batch landed, or that nobody knows.</returns>
    private Exception? Land(List<Work> batch)
    {
        var committing = false;
        try
        {
            _book.Begin();
            foreach (var work in batch)
                work.Run(_book);

            committing = true;
            _book.Commit();
            return null;
        }
        catch (Exception e)
        {
            if (committing && e is not LedgerException { Code: raw.SQLITE_FULL or raw.SQLITE_BUSY })
            {
                // After a failed flush nobody knows what the disk has: only a new start will tell.
                _broken = e;
                return new AnswerLostException("The ledger broke while it was written.", e);
            }

            Undo();
            return Unavailable(e);
        }
    }

    private void Undo()
    {
        try
        {
            _book.Rollback();
        }
        catch (LedgerException)
        {
            // SQLite has rolled back by itself.
        }
    }

    private static ProviderUnavailableException Unavailable(Exception cause) =>
        new("The provider's ledger cannot be written.", cause);

    private abstract class Work
    {
        public abstract void Run(Book book);

        public abstract void Answer(Exception? failure);
    }

    private sealed class Work<T>(Func<Book, T> run) : Work
    {
        private readonly TaskCompletionSource<T> _answer = new(
            TaskCreationOptions.RunContinuationsAsynchronously
        );
        private KeyReusedException? _misuse;
        private T _result = default!;

        public Task<T> Answered => _answer.Task;

        public override void Run(Book book)
        {
            try
            {
                _result = run(book);
            }
            catch (KeyReusedException e)
            {
                // Found before anything was written, and no fault of the others in the batch.
                _misuse = e;
            }
        }

        public override void Answer(Exception? failure)
        {
            if ((failure ?? _misuse) is { } exception)
                _answer.SetException(exception);
            else
                _answer.SetResult(_result);
        }
    }
}
