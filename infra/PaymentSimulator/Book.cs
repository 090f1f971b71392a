using SQLitePCL;

namespace PaymentSimulator;

/// <summary>The ledger's tables and the only SQL. Used by the ledger's writer alone.</summary>
internal sealed class Book : IDisposable
{
    private const long Version = 1;

    private const string Schema = """
        CREATE TABLE IF NOT EXISTS charges(
            id TEXT PRIMARY KEY, key TEXT NOT NULL, amount INTEGER NOT NULL,
            currency TEXT NOT NULL, token TEXT NOT NULL, status INTEGER NOT NULL, code TEXT,
            authorized INTEGER NOT NULL, captured INTEGER NOT NULL, refunded INTEGER NOT NULL,
            voided INTEGER NOT NULL, sequence INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS operations(
            key TEXT PRIMARY KEY, kind INTEGER NOT NULL, charge TEXT NOT NULL,
            amount INTEGER NOT NULL, status INTEGER NOT NULL, code TEXT) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS failed_first(key TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS outbox(
            id INTEGER PRIMARY KEY, event TEXT NOT NULL, body BLOB NOT NULL, due INTEGER NOT NULL,
            attempts INTEGER NOT NULL DEFAULT 0) STRICT;
        CREATE INDEX IF NOT EXISTS outbox_due ON outbox(due);
        """;

    private const string ChargeColumns =
        "c.id, c.key, c.amount, c.currency, c.token, c.status, c.code, c.authorized, c.captured,"
        + " c.refunded, c.voided, c.sequence";

    private readonly Database _database;
    private readonly Statement _begin;
    private readonly Statement _commit;
    private readonly Statement _rollback;
    private readonly Statement _find;
    private readonly Statement _charge;
    private readonly Statement _charges;
    private readonly Statement _addOperation;
    private readonly Statement _settleOperation;
    private readonly Statement _putCharge;
    private readonly Statement _failFirst;
    private readonly Statement _addNotice;
    private readonly Statement _due;
    private readonly Statement _nextDue;
    private readonly Statement _delivered;
    private readonly Statement _postpone;

    public Book(string path)
    {
        _database = Open(path);
        _begin = _database.Prepare("BEGIN");
        _commit = _database.Prepare("COMMIT");
        _rollback = _database.Prepare("ROLLBACK");
        _find = _database.Prepare(
            $"SELECT {ChargeColumns}, o.key, o.kind, o.charge, o.amount, o.status, o.code"
                + " FROM operations o LEFT JOIN charges c ON c.id = o.charge WHERE o.key = ?"
        );
        _charge = _database.Prepare($"SELECT {ChargeColumns} FROM charges c WHERE id = ?");
        _charges = _database.Prepare(
            $"SELECT {ChargeColumns} FROM charges c WHERE id > ? ORDER BY id LIMIT ?"
        );
        _addOperation = _database.Prepare("INSERT INTO operations VALUES(?,?,?,?,?,?)");
        _settleOperation = _database.Prepare(
            "UPDATE operations SET status = ?, code = ? WHERE key = ?"
        );
        _putCharge = _database.Prepare(
            "INSERT OR REPLACE INTO charges VALUES(?,?,?,?,?,?,?,?,?,?,?,?)"
        );
        _failFirst = _database.Prepare(
            "INSERT INTO failed_first VALUES(?) ON CONFLICT DO NOTHING RETURNING 1"
        );
        _addNotice = _database.Prepare("INSERT INTO outbox(event, body, due) VALUES(?,?,?)");
        _due = _database.Prepare(
            "SELECT id, event, body, due, attempts FROM outbox WHERE due <= ? ORDER BY due, id"
                + " LIMIT ?"
        );
        _nextDue = _database.Prepare("SELECT min(due) FROM outbox");
        _delivered = _database.Prepare("DELETE FROM outbox WHERE id = ?");
        _postpone = _database.Prepare(
            "UPDATE outbox SET due = ?, attempts = attempts + 1 WHERE id = ?"
        );
    }

    public void Begin() => _begin.Run();

    public void Commit() => _commit.Run();

    public void Rollback() => _rollback.Run();

    public Recorded? Find(string key) => _find.Bind(key).First(ReadRecorded);

    public Charge? Charge(string id) => _charge.Bind(id).First(ReadCharge);

    public List<Charge> Charges(string after, int limit) =>
        _charges.Bind(after).Bind(limit).All(ReadCharge);

    public void Add(Operation operation) =>
        _addOperation
            .Bind(operation.Key)
            .Bind((long)operation.Kind)
            .Bind(operation.Charge)
            .Bind(operation.Amount)
            .Bind((long)operation.Status)
            .Bind(operation.Code)
            .Run();

    /// <summary>What the payer or a void made of an authorisation that awaited the payer.</summary>
    public void Settle(string key, AnswerStatus status, string? code) =>
        _settleOperation.Bind((long)status).Bind(code).Bind(key).Run();

    public void Put(Charge charge) =>
        _putCharge
            .Bind(charge.Id)
            .Bind(charge.Key)
            .Bind(charge.Amount)
            .Bind(charge.Currency)
            .Bind(charge.Token)
            .Bind((long)charge.Status)
            .Bind(charge.Code)
            .Bind(charge.Authorized)
            .Bind(charge.Captured)
            .Bind(charge.Refunded)
            .Bind(charge.Voided)
            .Bind(charge.Sequence)
            .Run();

    /// <returns>Whether this key had not failed before.</returns>
    public bool FailFirst(string key) => _failFirst.Bind(key).First(_ => true);

    public void Add(Notice notice) =>
        _addNotice
            .Bind(notice.Event)
            .Bind(notice.Body)
            .Bind(notice.Due.ToUnixTimeMilliseconds())
            .Run();

    public List<Waiting> Due(DateTimeOffset now, int limit) =>
        _due.Bind(now.ToUnixTimeMilliseconds())
            .Bind(limit)
            .All(row => new Waiting(
                row.Number(0),
                new(row.Text(1), row.Blob(2), Time(row.Number(3))),
                row.Number(4)
            ));

    public DateTimeOffset? NextDue() =>
        _nextDue.First(row => row.IsNull(0) ? (DateTimeOffset?)null : Time(row.Number(0)));

    public void Delivered(long id) => _delivered.Bind(id).Run();

    public void Postpone(long id, DateTimeOffset due) =>
        _postpone.Bind(due.ToUnixTimeMilliseconds()).Bind(id).Run();

    public void Dispose() => _database.Dispose();

    private static Database Open(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var database = new Database(path);
        try
        {
            // Whoever opens the ledger keeps it locked, so that there is one writer, until he dies.
            database.Run("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL;");
            database.Run("PRAGMA synchronous = FULL; BEGIN EXCLUSIVE;");
            var version = database.Prepare("PRAGMA user_version").First(row => row.Number(0));
            if (version > Version)
                throw new LedgerException($"The ledger {path} is of a newer release.", 0);

            database.Run($"{Schema}; PRAGMA user_version = {Version}; COMMIT;");
            return database;
        }
        catch (LedgerException e)
        {
            database.Dispose();
            throw e.Code switch
            {
                raw.SQLITE_BUSY => new($"The ledger {path} is open in another process.", e.Code),
                raw.SQLITE_NOTADB => new($"The file {path} is not a ledger.", e.Code),
                _ => e,
            };
        }
    }

    private static Charge ReadCharge(Statement row) =>
        new(
            row.Text(0),
            row.Text(1),
            row.Number(2),
            row.Text(3),
            row.Text(4),
            (AnswerStatus)row.Number(5),
            row.TextOrNull(6),
            row.Number(7),
            row.Number(8),
            row.Number(9),
            row.Number(10),
            row.Number(11)
        );

    private static Recorded ReadRecorded(Statement row) =>
        new(
            new(
                row.Text(12),
                (OperationKind)row.Number(13),
                row.Text(14),
                row.Number(15),
                (AnswerStatus)row.Number(16),
                row.TextOrNull(17)
            ),
            row.IsNull(0) ? null : ReadCharge(row)
        );

    private static DateTimeOffset Time(long milliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}

/// <summary>A notice in the outbox and how often it was tried in vain.</summary>
internal sealed record Waiting(long Id, Notice Notice, long Attempts);
