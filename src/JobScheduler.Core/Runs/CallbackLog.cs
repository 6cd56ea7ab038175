using System.Text;
using System.Text.Json;
using JobScheduler.Storage;

namespace JobScheduler.Runs;

/// <summary>
/// The messages of heartbeats in the log of their run. Whoever receives a heartbeat keeps nothing in memory, so the row of the run counts
/// what was written: a target cannot fill the storage by talking.
/// </summary>
/// <param name="Progress">What the row gets with the heartbeat.</param>
/// <param name="Line">What the log gets once the heartbeat is stored; null: nothing.</param>
internal readonly record struct CallbackLog(RunProgress Progress, LogLine? Line)
{
    /// <summary>A heartbeat of an attempt whose progress was another before.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="earlier">Its progress so far.</param>
    /// <param name="progress">Its progress with the heartbeat.</param>
    public static CallbackLog Of(int attempt, RunProgress? earlier, RunProgress progress)
    {
        var logged = progress.Logged ?? 0;
        if (progress.Message is not { } message || message == earlier?.Message || logged > RunLog.Largest)
        {
            return new(progress, null);
        }

        var line = new LogLine(progress.At, attempt, LogSeverity.Information, message);
        var bytes = logged + Bytes(line).Length;
        if (bytes > RunLog.Largest)
        {
            line = line with
            {
                Level = LogSeverity.Warning,
                Message = $"further messages of heartbeats are dropped: a run's log holds {RunLog.Largest} bytes per attempt",
            };
        }

        return new(progress with { Logged = bytes }, line);
    }

    /// <summary>Writes the line. A storage failure may lose it, but not the heartbeat.</summary>
    public async Task WriteAsync(string run, IBlobStore blobs)
    {
        if (Line is null)
        {
            return;
        }

        try
        {
            await blobs.AppendAsync(RunBlobs.Log(run), Bytes(Line), CancellationToken.None);
        }
        catch (StorageException)
        {
            // Not tried again: perhaps it was written, and a missing line is better than a duplicate.
        }
    }

    private static byte[] Bytes(LogLine line) => Encoding.UTF8.GetBytes(JsonSerializer.Serialize(line, RunJson.Default.LogLine) + "\n");
}
