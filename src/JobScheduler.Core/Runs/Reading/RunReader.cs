using System.Text;
using System.Text.Json;
using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Runs;

/// <summary>Reads runs. A status read is one storage call and sees every write acknowledged before.</summary>
public sealed class RunReader(
    RunFinder runs, IStorage storage, RunLists lists, Payloads payloads, WaitingReasons reasons, RunSignals signals, TimeProvider time)
{
    /// <summary>The largest position in a log.</summary>
    public const long LastPosition = LogPosition.Largest;

    /// <summary>What is read of a log at a time.</summary>
    private const int LogBytes = 1024 * 1024;

    private static readonly TimeSpan FirstPoll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPoll = TimeSpan.FromSeconds(1);

    /// <exception cref="RefusalException">There is no such run in the tenant.</exception>
    public async Task<RunRecord> GetAsync(string tenant, string id, CancellationToken cancellation) =>
        (await runs.FindAsync(tenant, id, cancellation)).Run;

    /// <summary>Waits until the run has ended or the patience is over, and returns the run.</summary>
    /// <exception cref="RefusalException">There is no such run in the tenant.</exception>
    public async Task<RunRecord> WaitAsync(string tenant, string id, TimeSpan patience, CancellationToken cancellation)
    {
        using var watch = signals.Watch(id);
        var since = time.GetTimestamp();
        for (var poll = FirstPoll; ; poll = poll * 2 < LongestPoll ? poll * 2 : LongestPoll)
        {
            // Requested before the read, so that a move in between is not missed.
            var moved = watch.NextMove();
            var run = await GetAsync(tenant, id, cancellation);
            var left = patience - time.GetElapsedTime(since);
            if (run.State.IsTerminal() || left <= TimeSpan.Zero)
            {
                return run;
            }

            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            await Task.WhenAny(OnContext.FollowAsync(moved), Task.Delay(left < poll ? left : poll, time, waiting.Token));
            waiting.Cancel();
            cancellation.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Runs, newest due time first.</summary>
    public Task<Page<RunRecord>> ListAsync(string tenant, RunQuery filter, PageRequest page, CancellationToken cancellation) =>
        lists.ListAsync(tenant, filter, page, cancellation);

    /// <summary>The attempts, numbered from 1 without gaps; the last may still be running.</summary>
    /// <exception cref="RefusalException">There is no such run in the tenant.</exception>
    public async Task<IReadOnlyList<AttemptRecord>> AttemptsAsync(string tenant, string id, CancellationToken cancellation)
    {
        return await AttemptsAsync(await runs.FindAsync(tenant, id, cancellation), 1, cancellation);
    }

    private async Task<IReadOnlyList<AttemptRecord>> AttemptsAsync(FoundRun found, int first, CancellationToken cancellation)
    {
        var run = found.Run;
        var attempts = new List<AttemptRecord>();
        var query = RowQuery.Prefix(found.Partition, Keys.AttemptPrefix(run.Id)) with { From = Keys.Attempt(run.Id, first) };
        do
        {
            var page = await storage.Tables.ReadAsync(query, cancellation);
            attempts.AddRange(page.Rows.Select(RunColumns.TryReadAttempt).OfType<AttemptRecord>());
            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);

        if (run is { State: RunState.Running, Claim: { } claim } && attempts.TrueForAll(attempt => attempt.Number != run.Attempt))
        {
            attempts.Add(new AttemptRecord
            {
                Number = run.Attempt,
                Fence = run.Attempt,
                ClaimId = claim.ClaimId,
                Node = claim.Node,
                StartedAt = claim.At,
            });
        }

        return attempts;
    }

    /// <summary>
    /// The log from a position on, with what the scheduler tells of the run; 0 is the beginning. At most 1 MiB of what attempts have
    /// written.
    /// </summary>
    /// <exception cref="RefusalException">There is no such run in the tenant.</exception>
    public async Task<LogPage> LogsAsync(string tenant, string id, long from, CancellationToken cancellation)
    {
        // The run first: if it has ended, everything that it logged can be read. Its attempts before their lines for the same reason.
        var found = await runs.FindAsync(tenant, id, cancellation);
        var position = LogPosition.Of(from);
        var attempts = position.Place < RunStory.LastOf(found.Run)
            ? await AttemptsAsync(found, RunStory.AttemptOf(position.Place), cancellation)
            : [];
        var content = await storage.Blobs.ReadAsync(RunBlobs.Log(id), position.Bytes, LogBytes, cancellation)
            ?? ReadOnlyMemory<byte>.Empty;
        var isRest = content.Length < LogBytes;

        // No line is as long as a piece: without an end of line it is none of ours, and is passed over. So is one that a crash cut off.
        var end = content.Span.LastIndexOf((byte)'\n') + 1;
        end = (found.Run.State.IsTerminal() && isRest) || (end == 0 && !isRest) ? content.Length : end;
        var lines = new List<LogLine>();
        foreach (var line in Encoding.UTF8.GetString(content.Span[..end]).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            try
            {
                lines.Add(JsonSerializer.Deserialize(line, RunJson.Default.LogLine)!);
            }
            catch (JsonException)
            {
                // A line that was cut off by a crash.
            }
        }

        return StoryPage.Of(found.Run, attempts, position, lines, position.Bytes + end, isAll: isRest && end == content.Length);
    }

    /// <summary>A piece of an input or a result, from a byte on; shorter than the rest if that is large.</summary>
    /// <exception cref="RefusalException">It is gone.</exception>
    public ValueTask<ReadOnlyMemory<byte>> ContentAsync(Payload payload, long offset, CancellationToken cancellation) =>
        payloads.ReadAsync(payload, offset, cancellation);

    /// <summary>The bytes of an input or a result.</summary>
    public Task<ReadOnlyMemory<byte>> ContentAsync(Payload payload, CancellationToken cancellation) =>
        payloads.ReadAsync(payload, cancellation).AsTask();

    /// <summary>Why the run does not continue.</summary>
    /// <exception cref="RefusalException">There is no such run in the tenant.</exception>
    public async Task<WhyWaiting> WhyAsync(string tenant, string id, CancellationToken cancellation)
    {
        var found = await runs.FindAsync(tenant, id, cancellation);
        return await reasons.OfAsync(found.Run, found.Partition, cancellation);
    }
}
