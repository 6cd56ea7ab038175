using JobScheduler.Storage;

namespace JobScheduler.Runs;

/// <summary>
/// The mark that a cancel leaves on the lease of a running attempt: it changes the lease's ETag, so that the next beat meets it.
/// </summary>
internal static class LeaseMark
{
    private const string Column = "cancel";

    public static Columns Write() => new() { { Column, (ColumnValue)true } };

    public static bool IsSet(Row lease) => lease.Columns.Flag(Column);
}
