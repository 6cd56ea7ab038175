using JobScheduler.Storage.Sqlite;

namespace JobScheduler.Standalone.Backups;

/// <summary>Prints what long work is doing: a line for each stage, and one every few seconds.</summary>
internal sealed class ProgressLines(TimeProvider time, TextWriter output)
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(5);

    private BackupStage? _stage;
    private long _printed;

    public void Show(BackupProgress progress)
    {
        if (progress.Stage == _stage && time.GetElapsedTime(_printed) < Between)
        {
            return;
        }

        (_stage, _printed) = (progress.Stage, time.GetTimestamp());
        output.WriteLine(progress.Stage switch
        {
            BackupStage.Copying => $"  copying   {Size.Of(progress.Bytes)} of {Size.Of(progress.TotalBytes)}",
            BackupStage.Checking => "  checking  the copy, all tables and indexes",
            _ => $"  reading   {Size.Of(progress.Bytes)} of {Size.Of(progress.TotalBytes)}, for the checksum",
        });
    }
}

/// <summary>Sizes for people.</summary>
internal static class Size
{
    private const double Kilobyte = 1024;
    private const double Megabyte = 1024 * Kilobyte;

    public static string Of(long bytes) => bytes < Megabyte
        ? FormattableString.Invariant($"{Math.Ceiling(bytes / Kilobyte)} KB")
        : FormattableString.Invariant($"{bytes / Megabyte:0.0} MB");
}
