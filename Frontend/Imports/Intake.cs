using System.Threading.Channels;
using Commerce.Catalog;
using Commerce.Operators;
using Commerce.Secrets;

namespace Commerce.Imports;

/// <summary>Takes in files of rows. A key of the client's names one import for ever.</summary>
internal sealed class Intake(IGrainFactory grains, ServerKeys keys, IdGenerator ids, Spool spool)
    : IDisposable
{
    private readonly Channel<ImportId> _waiting = Channel.CreateUnbounded<ImportId>();
    private readonly SemaphoreSlim _turn = new(initialCount: 1);

    /// <summary>The imports to be run, in order, some of them more than once.</summary>
    public ChannelReader<ImportId> Waiting => _waiting.Reader;

    /// <summary>Takes a file in. When this completes it is durable, and will be imported.</summary>
    public async Task<(ImportId Id, Outcome<ImportStarted> Started)> Accept(
        string key,
        string name,
        RowKind of,
        Operator by,
        Stream body,
        CancellationToken cancellation
    )
    {
        var id = ImportId.Of(ids.Region, keys.Fingerprint("import " + key));
        using var file = await spool.Receive(body, ids.New("imp"), cancellation);
        await _turn.WaitAsync(cancellation);
        try
        {
            return (id, await Start(id, name, of, by, file));
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Goes on with an import whose file was here, if it was ever begun.</summary>
    public async Task Recover(ImportId id, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            if (await grains.Import(id).GetStatus() is { FinishedAt: null })
                GoOn(id);
            else
                spool.Delete(id);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Lets an import go on that was paused, here or wherever its file is.</summary>
    public async Task<Outcome<ImportStatus>> Resume(ImportId id)
    {
        var resumed = await grains.Import(id).Pause(paused: false);
        if (resumed.IsAccepted)
            GoOn(id);
        return resumed;
    }

    /// <summary>Looks after an import, if its file is here.</summary>
    public void GoOn(ImportId id) => _waiting.Writer.TryWrite(id);

    public void Dispose() => _turn.Dispose();

    /// <summary>In turn: no other file may take the place of one that was begun.</summary>
    private async Task<Outcome<ImportStarted>> Start(
        ImportId id,
        string name,
        RowKind of,
        Operator by,
        SpooledFile file
    )
    {
        var import = grains.Import(id);
        if (await import.GetStatus() is null)
            spool.Keep(file, id);

        var request = of is RowKind.Products ? $"{file.Hash} {name}" : $"{file.Hash} {of} {name}";
        var asked = keys.Fingerprint(request);
        var started = await import.Start(name, asked, file.Lines, of, by.ToString());
        if (started is { IsAccepted: true, Value.Status.FinishedAt: null })
        {
            // It may have been begun by another process, which is gone with its file.
            if (!spool.Has(id))
                spool.Keep(file, id);
            GoOn(id);
        }

        return started;
    }
}
