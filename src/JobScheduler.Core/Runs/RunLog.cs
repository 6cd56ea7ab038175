using System.Text;
using System.Text.Json;
using JobScheduler.Storage;

namespace JobScheduler.Runs;

/// <summary>
/// Collects the log lines of an attempt and appends them to the run's blob about once a second. Lines beyond
/// <see cref="Largest"/> bytes are dropped, and counted in a last line.
/// </summary>
public sealed class RunLog(string run, IBlobStore blobs, TimeProvider time)
{
    /// <summary>Bytes of one attempt's log: 1 MiB.</summary>
    public const int Largest = 1024 * 1024;

    /// <summary>Characters of a line; the rest is cut off.</summary>
    public const int LongestLine = 8 * 1024;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly StringBuilder _lines = new();
    private Task _flushing = Task.CompletedTask;
    private int _bytes;
    private int _dropped;

    /// <summary>Whether anything was ever added.</summary>
    public bool HasLines { get; private set; }

    /// <summary>The message of a line, cut to its longest.</summary>
    public static string Cut(string message) =>
        message.Length <= LongestLine ? message : string.Concat(message.AsSpan(0, LongestLine), "…");

    /// <summary>Adds a line; never waits.</summary>
    public void Add(int attempt, LogSeverity level, string message)
    {
        var line = JsonSerializer.Serialize(
            new LogLine(Timestamp.Cut(time.GetUtcNow()), attempt, level, Cut(message)), RunJson.Default.LogLine);
        lock (_lock)
        {
            HasLines = true;
            if (_bytes + line.Length > Largest)
            {
                _dropped++;
                return;
            }

            _bytes += line.Length + 1;
            _lines.Append(line).Append('\n');
            if (_flushing.IsCompleted)
            {
                _flushing = FlushLaterAsync();
            }
        }
    }

    /// <summary>Writes everything that was added. A storage failure may lose lines, but never the run.</summary>
    public async Task FlushAsync(int attempt)
    {
        if (!HasLines)
        {
            return;
        }

        int dropped;
        lock (_lock)
        {
            dropped = _dropped;
            _dropped = 0;
        }

        if (dropped > 0)
        {
            var note = new LogLine(
                Timestamp.Cut(time.GetUtcNow()),
                attempt,
                LogSeverity.Warning,
                $"{dropped} more lines were dropped: a run's log holds {Largest} bytes per attempt");
            lock (_lock)
            {
                _lines.Append(JsonSerializer.Serialize(note, RunJson.Default.LogLine)).Append('\n');
            }
        }

        await WriteAsync();
    }

    private async Task FlushLaterAsync()
    {
        await Task.Delay(Pause, time);
        await WriteAsync();
    }

    private async Task WriteAsync()
    {
        string text;
        lock (_lock)
        {
            text = _lines.ToString();
            _lines.Clear();
        }

        if (text.Length == 0)
        {
            return;
        }

        try
        {
            await blobs.AppendAsync(RunBlobs.Log(run), Encoding.UTF8.GetBytes(text), CancellationToken.None);
        }
        catch (StorageException error) when (error.Fault is StorageFault.Transient or StorageFault.Throttled or StorageFault.Full)
        {
            lock (_lock)
            {
                // It did not take effect: the lines go before newer ones, and the next flush tries again.
                _lines.Insert(0, text);
            }
        }
        catch (StorageException)
        {
            // Perhaps written, perhaps not. A missing line is better than a duplicate.
        }
    }
}
