using SQLitePCL;

namespace PaymentSimulator;

/// <summary>
/// One SQLite connection, spoken to directly: the ledger shares the machine with the store, and
/// each operation is a handful of prepared statements.
/// </summary>
internal sealed class Database : IDisposable
{
    private readonly List<Statement> _statements = [];
    private readonly sqlite3 _connection;

    static Database() => Batteries_V2.Init();

    public Database(string path)
    {
        var code = raw.sqlite3_open(path, out _connection);
        if (code is not raw.SQLITE_OK)
            throw Failure(code);
    }

    public void Run(string sql)
    {
        var code = raw.sqlite3_exec(_connection, sql);
        if (code is not raw.SQLITE_OK)
            throw Failure(code);
    }

    /// <summary>Lives as long as the connection.</summary>
    public Statement Prepare(string sql)
    {
        var code = raw.sqlite3_prepare_v3(
            _connection,
            sql,
            raw.SQLITE_PREPARE_PERSISTENT,
            out var prepared
        );
        if (code is not raw.SQLITE_OK)
            throw Failure(code);

        var statement = new Statement(this, prepared);
        _statements.Add(statement);
        return statement;
    }

    public LedgerException Failure(int code) =>
        new($"The ledger failed: {raw.sqlite3_errmsg(_connection).utf8_to_string()}.", code);

    public void Dispose()
    {
        _statements.ForEach(statement => statement.Dispose());
        _connection.Dispose();
    }
}

/// <summary>
/// A prepared statement. Values are bound in order; running it makes it ready anew.
/// </summary>
internal sealed class Statement(Database database, sqlite3_stmt prepared) : IDisposable
{
    private int _bound;

    public Statement Bind(string? value)
    {
        _bound++;
        return Check(
            value is null
                ? raw.sqlite3_bind_null(prepared, _bound)
                : raw.sqlite3_bind_text(prepared, _bound, value)
        );
    }

    public Statement Bind(long value) => Check(raw.sqlite3_bind_int64(prepared, ++_bound, value));

    public Statement Bind(byte[] value) => Check(raw.sqlite3_bind_blob(prepared, ++_bound, value));

    public void Run()
    {
        try
        {
            Step();
        }
        finally
        {
            Reset();
        }
    }

    /// <returns>Of the first row; the default if there is none.</returns>
    public T? First<T>(Func<Statement, T> read)
    {
        try
        {
            return Step() ? read(this) : default;
        }
        finally
        {
            Reset();
        }
    }

    public List<T> All<T>(Func<Statement, T> read)
    {
        var rows = new List<T>();
        try
        {
            while (Step())
                rows.Add(read(this));

            return rows;
        }
        finally
        {
            Reset();
        }
    }

    public bool IsNull(int column) => raw.sqlite3_column_type(prepared, column) is raw.SQLITE_NULL;

    public string Text(int column) => raw.sqlite3_column_text(prepared, column).utf8_to_string();

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    public long Number(int column) => raw.sqlite3_column_int64(prepared, column);

    public byte[] Blob(int column) => raw.sqlite3_column_blob(prepared, column).ToArray();

    public void Dispose() => prepared.Dispose();

    private bool Step()
    {
        var code = raw.sqlite3_step(prepared);
        return code is raw.SQLITE_ROW
            || (code is raw.SQLITE_DONE ? false : throw database.Failure(code));
    }

    private void Reset()
    {
        // Repeats the failure of the step, which is already on its way to the caller.
        _ = raw.sqlite3_reset(prepared);
        _bound = 0;
    }

    private Statement Check(int code) =>
        code is raw.SQLITE_OK ? this : throw database.Failure(code);
}
