using System.Text;
using SQLitePCL;

namespace JobScheduler.Storage.Sqlite;

/// <summary>A prepared statement, kept as long as its connection. Columns count from 0, parameters from 1, as in SQLite.</summary>
internal sealed class Statement(Database database, sqlite3_stmt handle) : IDisposable
{
    private const int StackBytes = 1024;

    public Statement Bind(int index, long value)
    {
        database.Check(raw.sqlite3_bind_int64(handle, index, value));
        return this;
    }

    public Statement Bind(int index, ReadOnlySpan<byte> value)
    {
        database.Check(raw.sqlite3_bind_blob(handle, index, value));
        return this;
    }

    public Statement Bind(int index, string value)
    {
        var size = Encoding.UTF8.GetMaxByteCount(value.Length);
        var bytes = size <= StackBytes ? stackalloc byte[StackBytes] : new byte[size];
        database.Check(raw.sqlite3_bind_text(handle, index, bytes[..Encoding.UTF8.GetBytes(value, bytes)]));
        return this;
    }

    /// <summary>Runs a statement that returns no rows.</summary>
    /// <returns>How many rows it changed.</returns>
    public int Run()
    {
        using (Begin())
        {
            Step();
            return database.Changes;
        }
    }

    /// <summary>Dispose it after the last row: an open statement is an open reader, and readers block checkpoints.</summary>
    public Cursor Begin() => new(this);

    /// <summary>Advances to the next row, if there is one.</summary>
    public bool Step()
    {
        return raw.sqlite3_step(handle) switch
        {
            raw.SQLITE_ROW => true,
            raw.SQLITE_DONE => false,
            var code => throw database.Error(code),
        };
    }

    public long Number(int column) => raw.sqlite3_column_int64(handle, column);

    /// <summary>Text or content; valid until the next step.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(handle, column);

    public string Text(int column) => Encoding.UTF8.GetString(Bytes(column));

    public void Dispose() => handle.Dispose();

    // A reset returns the error that the step has already thrown.
    private void Reset() => raw.sqlite3_reset(handle);

    public readonly ref struct Cursor(Statement statement)
    {
        public void Dispose() => statement.Reset();
    }
}
