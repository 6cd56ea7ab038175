using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Runs;

/// <summary>
/// The head of a line: the runs of a shard that wait for one host. It is inserted together with the line's only alarm, and deleted together
/// with it under its ETag once no run is left; whoever puts a run into the line writes the head, so that a run is never left behind.
/// </summary>
/// <param name="Size">How many runs the next round releases at most.</param>
/// <param name="ReleasedAt">When the last round released some; null: none has.</param>
/// <param name="BouncedAt">When one that was released came back; null: none has.</param>
internal sealed record HostLineHead(int Size, DateTimeOffset? ReleasedAt, DateTimeOffset? BouncedAt)
{
    /// <summary>The kind of its alarm.</summary>
    public const string AlarmKind = "host";

    private const string SizeColumn = "size";
    private const string ReleasedColumn = "released";
    private const string BouncedColumn = "bounced";

    public static HostLineHead Read(Row row) => new(
        (int)(row.Columns.Number(SizeColumn) ?? 0), row.Columns.Time(ReleasedColumn), row.Columns.Time(BouncedColumn));

    public static Columns Released(int size, DateTimeOffset? at) => new()
    {
        { SizeColumn, (ColumnValue)(long)size },
        { ReleasedColumn, at is { } time ? (ColumnValue)time : default(ColumnValue?) },
    };

    public static Columns Bounced(DateTimeOffset at) => new() { { BouncedColumn, (ColumnValue)at } };

    public static AlarmKey AlarmOf(string tenant, string host, DateTimeOffset at) => new(at, AlarmKind, $"{tenant}~{host}");
}

/// <summary>Puts runs that may not call their host now into its line.</summary>
public sealed class HostLines(ShardWriter writer, RunSignals signals)
{
    /// <summary>Up to 5 rows for each run, with the release of its place in a group; the head and its alarm.</summary>
    private const int RunsPerCommit = 19;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The alarm never waits longer: a definition may change, or another process may find the host well.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <summary>Moves the runs, which wait in a message; those that somebody else has moved are left alone.</summary>
    /// <param name="shard">Their shard.</param>
    /// <param name="runs">All of one tenant and host.</param>
    /// <param name="until">When it is worth looking at the line.</param>
    public async Task PutAsync(int shard, IReadOnlyList<OpenRun> runs, DateTimeOffset until)
    {
        foreach (var some in runs.Chunk(RunsPerCommit))
        {
            await PutSomeAsync(shard, [.. some], until);
        }
    }

    private async Task PutSomeAsync(int shard, List<OpenRun> runs, DateTimeOffset until)
    {
        var (tenant, host) = (runs[0].Spec.Tenant, runs[0].Spec.Class.Host!);
        var head = Keys.HostLineHead(tenant, host);
        var skip = new HashSet<string>(StringComparer.Ordinal);
        for (var exists = true; runs.Count > 0;)
        {
            var outcome = await writer.CommitAsync(shard, new CommitPart(
                draft =>
                {
                    foreach (var run in runs)
                    {
                        RunMoves.Move(draft, run, run.Step with { IsFromLine = false }, Place.HostLine, skip);
                    }

                    var bounced = runs.Exists(run => run.Step.IsFromLine) ? HostLineHead.Bounced(draft.Now) : Columns.None;
                    if (exists)
                    {
                        draft.Merge(head, bounced);
                    }
                    else
                    {
                        draft.Insert(head, bounced);
                        draft.Insert(HostLineHead.AlarmOf(tenant, host, At(until, draft.Now)), []);
                    }
                },
                Proof.Gone(runs[0].Token),
                Patience));
            if (outcome.Succeeded)
            {
                runs.ForEach(run => signals.Moved(run.Id));
                return;
            }

            if (outcome.FailedKey == head)
            {
                exists = !exists;
            }
            else if (runs.FindIndex(run => run.Token == outcome.FailedKey) is var at and >= 0)
            {
                runs.RemoveAt(at);
            }
            else if (!skip.Add(outcome.FailedKey!))
            {
                throw new InvalidOperationException($"runs cannot wait for {host}: row {outcome.FailedKey} is {outcome.Failure}");
            }
        }
    }

    /// <summary>When the alarm rings: neither at once nor too late.</summary>
    internal static DateTimeOffset At(DateTimeOffset until, DateTimeOffset now) =>
        until > now + LongestWait ? now + LongestWait : until > now ? until : now;
}
