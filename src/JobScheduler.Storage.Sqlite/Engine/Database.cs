using SQLitePCL;

namespace JobScheduler.Storage.Sqlite;

/// <summary>One connection, used by one thread at a time. Its errors are <see cref="StorageException"/>s, already classified.</summary>
internal sealed class Database : IDisposable
{
    private const int BusyMilliseconds = 5000;

    // The writer waits with it, and so do all who write. Its own readers are gone at once; a backup stays, however long it is waited for.
    private const int CheckpointMilliseconds = 250;

    private readonly sqlite3 _handle;

    static Database() => Batteries_V2.Init();

    private Database(sqlite3 handle, string path)
    {
        _handle = handle;
        Path = path;
    }

    public string Path { get; }

    public bool InTransaction => raw.sqlite3_get_autocommit(_handle) == 0;

    /// <summary>Rows that the last statement changed.</summary>
    public int Changes => raw.sqlite3_changes(_handle);

    public static Database Open(string path, bool writable) =>
        writable ? Open(path, raw.SQLITE_OPEN_READWRITE, Writing) : Open(path, raw.SQLITE_OPEN_READONLY, Reading);

    /// <summary>Opens a file that becomes a copy. Nothing is synced: whoever makes the copy does that.</summary>
    public static Database OpenCopy(string path) => Open(path, raw.SQLITE_OPEN_READWRITE, Copying);

    public void Execute(string sql) => Check(raw.sqlite3_exec(_handle, sql));

    /// <summary>Like <see cref="Execute"/> for the end of a transaction, whose errors mean something else.</summary>
    public void Commit()
    {
        var code = raw.sqlite3_exec(_handle, "COMMIT");
        if (code != raw.SQLITE_OK)
        {
            throw Error(code, committing: true);
        }
    }

    /// <summary>Ends the transaction, unless SQLite has already done so.</summary>
    public void Rollback()
    {
        if (InTransaction)
        {
            Execute("ROLLBACK");
        }
    }

    public long Number(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Step() ? statement.Number(0) : 0;
    }

    public Statement Prepare(string sql)
    {
        Check(raw.sqlite3_prepare_v3(_handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out var statement));
        return new(this, statement);
    }

    /// <summary>Pages written to the log since the last call.</summary>
    public int TakePagesWritten()
    {
        Check(raw.sqlite3_db_status(_handle, raw.SQLITE_DBSTATUS_CACHE_WRITE, out var pages, out _, 1));
        return pages;
    }

    /// <summary>Moves pages from the log into the database.</summary>
    /// <returns>Whether all were moved, and as the mode asks: a reader of an older state keeps the rest where they are.</returns>
    public bool Checkpoint(int mode)
    {
        raw.sqlite3_busy_timeout(_handle, CheckpointMilliseconds);
        var code = raw.sqlite3_wal_checkpoint_v2(_handle, "main", mode, out var pages, out var moved);
        raw.sqlite3_busy_timeout(_handle, BusyMilliseconds);
        if ((code & 0xFF) == raw.SQLITE_BUSY)
        {
            return false;
        }

        Check(code);
        return pages == moved;
    }

    /// <summary>Begins to copy all pages into another database, whose content they replace.</summary>
    public PageCopy CopyInto(Database target)
    {
        var copy = raw.sqlite3_backup_init(target._handle, "main", _handle, "main");
        return copy is { IsInvalid: false } ? new(copy, target) : throw target.Error(raw.sqlite3_errcode(target._handle));
    }

    /// <summary>Ends the statement under way with an error; may be called by another thread.</summary>
    public void Interrupt() => raw.sqlite3_interrupt(_handle);

    public void Check(int code)
    {
        if (code != raw.SQLITE_OK)
        {
            throw Error(code);
        }
    }

    public StorageException Error(int code, bool committing = false) =>
        SqliteFaults.Classify(code, raw.sqlite3_errmsg(_handle).utf8_to_string(), Path, committing);

    public void Dispose() => _handle.Dispose();

    private static Database Open(string path, int access, string settings)
    {
        var code = raw.sqlite3_open_v2(path, out var handle, raw.SQLITE_OPEN_NOMUTEX | access, null);
        var database = new Database(handle, path);
        try
        {
            database.Check(code);
            database.Check(raw.sqlite3_extended_result_codes(handle, 1));
            database.Check(raw.sqlite3_busy_timeout(handle, BusyMilliseconds));
            database.Execute(settings);
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    // Checkpoints are made by the writer between commits, so that nobody's commit waits for them (wal_autocheckpoint = 0).
    // In WAL mode FULL is what syncs every commit; the default of some builds is NORMAL, which does not.
    private static readonly string Writing = $"""
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        PRAGMA wal_autocheckpoint = 0;
        PRAGMA journal_size_limit = 67108864;
        PRAGMA temp_store = MEMORY;
        PRAGMA cache_size = -{PageCache.WriterKibibytes};
        """;

    private static readonly string Reading = $"PRAGMA cache_size = -{PageCache.ReaderKibibytes};";

    private const string Copying = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;";
}
