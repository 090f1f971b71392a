using System.Collections.Concurrent;
using System.Collections.Immutable;
using Commerce.EventSourcing;
using Commerce.Platform;
using Commerce.Sqlite;
using Microsoft.Data.Sqlite;

namespace Commerce.Views;

/// <summary>
/// The rows of all views in a file beside the journal, apart from it so that no write here makes a
/// commit there wait. Whoever deletes it gets the same rows again, made from the journal.
/// </summary>
internal sealed class ViewsFile : IViewStore, IViewRows, IDisposable
{
    /// <summary>Another format, or a file that cannot be read, is thrown away.</summary>
    private const long Format = 5;

    private const string Tables = """
        CREATE TABLE builds (
          build INTEGER PRIMARY KEY AUTOINCREMENT,
          view TEXT NOT NULL,
          version INTEGER NOT NULL,
          incarnation TEXT NOT NULL,
          complete INTEGER NOT NULL
        );
        CREATE TABLE positions (
          build INTEGER NOT NULL,
          part INTEGER NOT NULL,
          position INTEGER NOT NULL,
          time INTEGER NOT NULL,
          complete INTEGER NOT NULL,
          PRIMARY KEY (build, part)
        ) WITHOUT ROWID;
        CREATE TABLE rows (
          build INTEGER NOT NULL,
          key TEXT NOT NULL,
          body TEXT NOT NULL,
          PRIMARY KEY (build, key)
        );
        CREATE TABLE listings (
          build INTEGER NOT NULL,
          list TEXT NOT NULL,
          sort TEXT NOT NULL,
          key TEXT NOT NULL,
          since INTEGER NOT NULL,
          until INTEGER NOT NULL,
          PRIMARY KEY (build, list, sort, key)
        ) WITHOUT ROWID;
        CREATE TABLE lists (
          build INTEGER NOT NULL,
          list TEXT NOT NULL,
          rows INTEGER NOT NULL,
          PRIMARY KEY (build, list)
        ) WITHOUT ROWID;
        CREATE TABLE totals (
          build INTEGER NOT NULL,
          total TEXT NOT NULL,
          at TEXT NOT NULL,
          count INTEGER NOT NULL,
          units INTEGER NOT NULL,
          amount INTEGER NOT NULL,
          PRIMARY KEY (build, total, at)
        ) WITHOUT ROWID;
        CREATE TABLE dead_letters (
          build INTEGER NOT NULL,
          position INTEGER NOT NULL,
          stream TEXT NOT NULL,
          version INTEGER NOT NULL,
          reason TEXT NOT NULL,
          PRIMARY KEY (build, position)
        ) WITHOUT ROWID;
        """;

    private readonly SqliteFile _file;
    private readonly SqliteConnection _writer;
    private readonly BuildTables _builds;
    private readonly ViewTables _rows;
    private readonly Lock _gate = new();
    private readonly ConcurrentBag<ViewQueries> _readers = [];

    private ViewsFile(string path)
    {
        _file = new(path);
        _writer = _file.OpenWriter("NORMAL");
        try
        {
            _writer.Run("PRAGMA wal_autocheckpoint = 4000");
            Prepare();
            _builds = new(_writer);
            _rows = new(_writer);
        }
        catch
        {
            _writer.Dispose();
            throw;
        }
    }

    public static ViewsFile Open(string folder)
    {
        var path = Path.Combine(folder, "views.db");
        try
        {
            return new(path);
        }
        catch (SqliteException)
        {
            // All that it held can be made again.
            foreach (var suffix in (string[])["", "-wal", "-shm"])
            {
                File.Delete(path + suffix);
            }

            return new(path);
        }
    }

    public void Dispose()
    {
        while (_readers.TryTake(out var reader))
        {
            reader.Dispose();
        }

        _builds.Dispose();
        _rows.Dispose();
        _writer.Dispose();
    }

    IViewRows IViewStore.Read => this;

    public Task Prepare(IReadOnlyList<IView> views, string incarnation, long head) =>
        Write(() =>
        {
            foreach (var view in views.Where(each => !_builds.IsOpen(each, incarnation, head)))
            {
                var build = _builds.Open(view, incarnation);
                for (var part = 0; part < Part.Count && head == 0; part++)
                {
                    _builds.CatchUp(build, part);
                }
            }

            return true;
        });

    public Task Begin(IView view, string incarnation) =>
        Write(() => _builds.Open(view, incarnation) != 0);

    public Task<ImmutableArray<ViewBuild>> Builds(int part) =>
        Read(queries => queries.Builds(part));

    public Task<IReadOnlyDictionary<RowKey, byte[]>> Rows(IReadOnlyCollection<RowKey> keys) =>
        Read<IReadOnlyDictionary<RowKey, byte[]>>(queries =>
            keys.Select(key => (Key: key, Body: queries.Row(key)))
                .Where(each => each.Body is not null)
                .ToDictionary(each => each.Key, each => each.Body!)
        );

    public Task<bool> Write(int part, IReadOnlyList<ViewStep> steps) =>
        Write(() => steps.All(step => Write(part, step)));

    public Task CatchUp(long build, int part) =>
        Write(() =>
        {
            _builds.CatchUp(build, part);
            return true;
        });

    public Task<bool> Sweep() => Write(_builds.Sweep);

    public Task<bool> IsComplete(IView view) => Read(queries => queries.IsComplete(view));

    public Task<ViewProgress?> Progress(IView view) => Read(queries => queries.Progress(view));

    public Task<ImmutableArray<ViewProgress>> Progress() => Read(queries => queries.Progress());

    public Task<List<(Mark Mark, byte[] Body)>> Page(
        IView view,
        string list,
        Mark after,
        int max,
        DateTimeOffset at
    ) => Read(queries => queries.Page(view, list, after, max, at));

    public Task<List<ListSize>> Lists(IView view, string prefix, string after, int max) =>
        Read(queries => queries.Lists(view, prefix, after, max));

    public Task<List<byte[]?>> Rows(IView view, IReadOnlyList<string> keys) =>
        Read(queries => keys.Select(key => queries.Row(view, key)).ToList());

    public Task<List<SeriesPoint>> Total(
        IView view,
        string total,
        string from,
        string until,
        int width
    ) => Read(queries => queries.Total(view, total, from, until, width));

    public Task<List<DeadLetter>> DeadLetters(string view, long position, int max) =>
        Read(queries => queries.DeadLetters(view, position, max));

    private bool Write(int part, ViewStep step)
    {
        var isThere = _builds.Move(part, step);
        if (isThere && step.Changes is { } changes)
        {
            _rows.Write(step.Build, changes);
        }

        return isThere;
    }

    /// <summary>All of the changes land, or none if it is to be none. One at a time.</summary>
    private Task<bool> Write(Func<bool> change)
    {
        lock (_gate)
        {
            _writer.Run("BEGIN IMMEDIATE");
            try
            {
                var isWritten = change();
                _writer.Run(isWritten ? "COMMIT" : "ROLLBACK");
                return Task.FromResult(isWritten);
            }
            catch
            {
                if (SQLitePCL.raw.sqlite3_get_autocommit(_writer.Handle) == 0)
                {
                    _writer.Run("ROLLBACK");
                }

                throw;
            }
        }
    }

    private Task<T> Read<T>(Func<ViewQueries, T> question)
    {
        if (!_readers.TryTake(out var reader))
        {
            reader = new(_file);
        }

        try
        {
            return Task.FromResult(question(reader));
        }
        finally
        {
            _readers.Add(reader);
        }
    }

    private void Prepare()
    {
        if (_writer.Ask<long>("SELECT count(*) FROM sqlite_schema") == 0)
        {
            _writer.Run($"BEGIN IMMEDIATE; {Tables} PRAGMA user_version = {Format}; COMMIT;");
        }
        else if (_writer.Ask<long>("PRAGMA user_version") != Format)
        {
            throw new SqliteException("Of another format.", SQLitePCL.raw.SQLITE_NOTADB);
        }
    }
}
