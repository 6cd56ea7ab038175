using SQLitePCL;

namespace JobScheduler.Storage.Sqlite;

/// <summary>
/// A copy of all pages from one database into another, in steps. SQLite begins it anew when another process writes between two
/// steps, unless the source is in a read transaction: then all steps copy the state that the transaction sees.
/// </summary>
internal sealed class PageCopy(sqlite3_backup handle, Database target) : IDisposable
{
    /// <summary>Known after the first step.</summary>
    public int Pages => raw.sqlite3_backup_pagecount(handle);

    public int Copied => Pages - raw.sqlite3_backup_remaining(handle);

    /// <summary>Copies the next pages.</summary>
    /// <returns>False after the last one.</returns>
    public bool Step(int pages)
    {
        var code = raw.sqlite3_backup_step(handle, pages);
        return code switch
        {
            raw.SQLITE_OK => true,
            raw.SQLITE_DONE => false,
            _ => throw target.Error(code),
        };
    }

    public void Dispose() => handle.Dispose();
}
