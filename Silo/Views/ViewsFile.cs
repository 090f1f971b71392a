using System.Collections.Concurrent;
using Commerce.Sqlite;
using Microsoft.Data.Sqlite;

namespace Commerce.Views;

/// <summary>
/// The rows of all views in a file beside the journal, apart from it so that no write here makes a
/// commit there wait. Whoever deletes it gets the same rows again, made from the journal.
/// </summary>
public sealed class ViewsFile : IDisposable
{
    /// <summary>Another format, or a file that cannot be read, is thrown away.</summary>
    private const long Format = 3;

    private const string Tables = """
        CREATE TABLE builds (
          build INTEGER PRIMARY KEY AUTOINCREMENT,
          view TEXT NOT NULL,
          version INTEGER NOT NULL,
          incarnation TEXT NOT NULL,
          position INTEGER NOT NULL,
          time INTEGER NOT NULL,
          complete INTEGER NOT NULL
        );
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
    private readonly ViewTables _tables;
    private readonly Lock _gate = new();
    private readonly ConcurrentBag<ViewQueries> _readers = [];
    private readonly ConcurrentDictionary<string, ViewProgress> _progress = new(
        StringComparer.Ordinal
    );

    private ViewsFile(string path)
    {
        _file = new(path);
        _writer = _file.OpenWriter("NORMAL");
        try
        {
            _writer.Run("PRAGMA wal_autocheckpoint = 4000");
            Prepare();
            _tables = new(_writer);
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

        _tables.Dispose();
        _writer.Dispose();
    }

    /// <summary>All of the changes land or none. One at a time.</summary>
    internal T Write<T>(Func<ViewTables, T> change)
    {
        lock (_gate)
        {
            _tables.Begin();
            try
            {
                var result = change(_tables);
                _tables.Commit();
                return result;
            }
            catch
            {
                _tables.Rollback();
                throw;
            }
        }
    }

    /// <summary>
    /// How far the events have gone into the rows of a view, and when the last of them happened.
    /// </summary>
    internal ViewProgress ProgressOf(string view) => _progress.GetValueOrDefault(view);

    internal void Note(string view, ViewProgress progress) => _progress[view] = progress;

    internal T Read<T>(Func<ViewQueries, T> question)
    {
        if (!_readers.TryTake(out var reader))
        {
            reader = new(_file);
        }

        try
        {
            return question(reader);
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

/// <param name="Position">Of the journal's last event that the rows know.</param>
/// <param name="At">When that happened.</param>
internal readonly record struct ViewProgress(long Position, DateTimeOffset At);
