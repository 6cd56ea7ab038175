using System.Text;
using System.Text.Json;
using JobScheduler.Storage;

namespace JobScheduler.Runs;

/// <summary>
/// What callbacks add to the log of their run: messages of heartbeats, and lines. Whoever receives them keeps nothing in memory, so the
/// row of the run counts what was written: a target cannot fill the storage by talking.
/// </summary>
/// <param name="Progress">What the row gets with the heartbeat.</param>
/// <param name="Lines">What the log gets once the heartbeat is stored.</param>
internal readonly record struct CallbackLog(RunProgress Progress, IReadOnlyList<LogLine> Lines)
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
            return new(progress, []);
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

        return new(progress with { Logged = bytes }, [line]);
    }

    /// <summary>Lines of an attempt, as many as still fit; the first that does not is replaced by a line that says so.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="progress">Its progress so far; null: none.</param>
    /// <param name="lines">The lines.</param>
    /// <param name="now">The time.</param>
    /// <returns>What is written, and how many of the lines are.</returns>
    public static (CallbackLog Log, int Kept) Of(int attempt, RunProgress? progress, IReadOnlyList<LogLine> lines, DateTimeOffset now)
    {
        var earlier = progress ?? new RunProgress(null, null, now);
        var bytes = earlier.Logged ?? 0;
        var kept = new List<LogLine>(lines.Count);
        foreach (var line in lines)
        {
            bytes += bytes > RunLog.Largest ? 0 : Bytes(line).Length;
            if (bytes > RunLog.Largest)
            {
                break;
            }

            kept.Add(line);
        }

        var count = kept.Count;
        if (count < lines.Count && !(earlier.Logged > RunLog.Largest))
        {
            kept.Add(new LogLine(
                now, attempt, LogSeverity.Warning, $"further lines are dropped: a run's log holds {RunLog.Largest} bytes per attempt"));
        }

        return (new(earlier with { Logged = bytes }, kept), count);
    }

    /// <summary>Writes the lines. A storage failure may lose them, but not the heartbeat.</summary>
    public async Task WriteAsync(string run, IBlobStore blobs)
    {
        if (Lines.Count == 0)
        {
            return;
        }

        try
        {
            await blobs.AppendAsync(RunBlobs.Log(run), Lines.SelectMany(Bytes).ToArray(), CancellationToken.None);
        }
        catch (StorageException)
        {
            // Not tried again: perhaps it was written, and a missing line is better than a duplicate.
        }
    }

    private static byte[] Bytes(LogLine line) => Encoding.UTF8.GetBytes(JsonSerializer.Serialize(line, RunJson.Default.LogLine) + "\n");
}
