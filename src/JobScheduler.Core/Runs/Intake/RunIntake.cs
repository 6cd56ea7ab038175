using JobScheduler.Shards;
using JobScheduler.Storage;
using JobScheduler.Targets;

namespace JobScheduler.Runs;

/// <summary>Accepts runs. An accepted run survives any crash: the result is returned after the commit.</summary>
public sealed class RunIntake(
    RunDrafter drafter,
    RunRules rules,
    ShardWriter writer,
    ShardMap map,
    IStorage storage,
    IRunOrigins origins,
    QueueSignals signals,
    Entropy entropy)
{
    /// <summary>How long a submission waits out transient storage faults before it fails as unavailable.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Large inputs are written on the way, each with a sync of its own unless they share one.</summary>
    private const int DraftedAtOnce = 16;

    private uint _placed = (uint)entropy.NextBits();

    /// <summary>Accepts one run.</summary>
    /// <exception cref="RefusalException">The request is invalid, its job unknown, or its key was used with another request.</exception>
    /// <exception cref="StorageException">Storage cannot take it now; with <see cref="StorageFault.Unknown"/> it may have.</exception>
    public async Task<AcceptedRun> AcceptAsync(Caller by, RunRequest request, CancellationToken cancellation)
    {
        var outcome = (await AcceptManyAsync(by, [request], cancellation))[0];
        return outcome.Accepted ?? throw outcome.Refusal!;
    }

    /// <summary>Accepts a run of a schedule.</summary>
    /// <exception cref="RefusalException">The request is invalid, its job unknown, or its key was used with another request.</exception>
    internal async Task<AcceptedRun> AcceptAsync(Caller by, RunRequest request, RunOrigin origin, CancellationToken cancellation)
    {
        rules.Check(request);
        var outcomes = new IntakeOutcome?[1];
        await CommitAsync([(0, await drafter.DraftAsync(by, request, origin, 0, cancellation))], outcomes, cancellation);
        return outcomes[0]!.Accepted ?? throw outcomes[0]!.Refusal!;
    }

    /// <summary>Accepts the requests that can be accepted, and returns the outcome of each, in order.</summary>
    public async Task<IReadOnlyList<IntakeOutcome>> AcceptManyAsync(
        Caller by, IReadOnlyList<RunRequest> requests, CancellationToken cancellation)
    {
        var outcomes = new IntakeOutcome?[requests.Count];
        var drafts = await DraftAsync(by, requests, outcomes, cancellation);
        await Task.WhenAll(Groups(drafts).Select(group => CommitAsync(group, outcomes, cancellation)));
        return outcomes!;
    }

    /// <summary>
    /// Runs without a fixed shard are spread in blocks over all requests of this process, so that concurrent single submissions share
    /// messages and commits too.
    /// </summary>
    private async Task<List<(int Index, RunDraft Draft)>> DraftAsync(
        Caller by, IReadOnlyList<RunRequest> requests, IntakeOutcome?[] outcomes, CancellationToken cancellation)
    {
        var drafts = new List<(int, RunDraft)>(requests.Count);
        var first = Interlocked.Add(ref _placed, (uint)requests.Count) - (uint)requests.Count;
        foreach (var some in Enumerable.Range(0, requests.Count).Chunk(DraftedAtOnce))
        {
            var made = await Task.WhenAll(some.Select(i => DraftAsync(i)));
            drafts.AddRange(some.Zip(made).Where(pair => pair.Second is not null).Select(pair => (pair.First, pair.Second!)));
        }

        return drafts;

        async Task<RunDraft?> DraftAsync(int i)
        {
            try
            {
                rules.Check(requests[i]);
                var spreadTo = (int)((first + (uint)i) / CommitDraft.RunsPerMessage % (uint)map.Count);
                var origin = requests[i].Overlap == OverlapChoice.Obey
                    ? await origins.OfAsync(by.Tenant, requests[i].JobId!, cancellation)
                    : null;
                return await drafter.DraftAsync(by, requests[i], origin, spreadTo, cancellation);
            }
            catch (RefusalException refusal)
            {
                outcomes[i] = new IntakeOutcome(null, refusal);
                return null;
            }
        }
    }

    /// <summary>Groups drafts of one shard that fit into one commit. Drafts with the same key go to separate commits.</summary>
    private static IEnumerable<List<(int Index, RunDraft Draft)>> Groups(List<(int Index, RunDraft Draft)> drafts)
    {
        foreach (var shard in drafts.GroupBy(item => item.Draft.Shard))
        {
            var rows = 0;
            var group = new List<(int, RunDraft)>();
            // Of those that share a message, the first sets the time of its guard. Those of one class share more if they come together.
            foreach (var item in shard.OrderBy(item => item.Draft.Run.Spec.Class.Name, StringComparer.Ordinal)
                .ThenBy(item => item.Draft.Run.Step.QueueDeadline(item.Draft.Run.Spec) ?? DateTimeOffset.MaxValue))
            {
                // Up to 6 rows, and a guard of its own if due times or targets differ.
                rows += RowsOf(item.Draft);
                var messages = group.Select(other => MessageOf(other.Item2)).Append(MessageOf(item.Draft)).Distinct().Count();
                var twice = (item.Draft.KeyRecord is not null && group.Exists(other => KeyOf(other.Item2) == KeyOf(item.Draft)))
                    || (item.Draft.Slot is not null && group.Exists(other => other.Item2.Slot == item.Draft.Slot));
                if (twice || group.Count == CommitDraft.RunsPerMessage || rows + messages > StorageLimits.OperationsPerCommit)
                {
                    yield return group;
                    group = [];
                    rows = RowsOf(item.Draft);
                }

                group.Add(item);
            }

            yield return group;
        }
    }

    private static (long Second, Priority Priority, TargetClass Class) MessageOf(RunDraft draft) =>
        (draft.Run.Step.DueAt.ToUnixTimeSeconds(), draft.Run.Spec.Priority, draft.Run.Spec.Class);

    private static int RowsOf(RunDraft draft) => 3
        + (draft.KeyRecord is null ? 0 : 1)
        + (draft.Slot is null ? 0 : 1)
        + (draft.Run.Spec.Limits is null ? 0 : draft.Run.Spec.Timeouts.Queue is null ? 1 : 2)
        + (draft.Place == Place.Backlog && draft.Run.Spec.Timeouts.Queue is not null ? 1 : 0);

    private async Task CommitAsync(List<(int Index, RunDraft Draft)> group, IntakeOutcome?[] outcomes, CancellationToken cancellation)
    {
        // A replayed key is taken out, and the others are tried again; each round settles at least one.
        var shard = group[0].Draft.Shard;
        var inBacklog = group.Exists(item => item.Draft.Place == Place.Backlog);
        while (group.Count > 0)
        {
            var now = default(DateTimeOffset);
            var outcome = await writer.CommitAsync(group[0].Draft.Shard, new CommitPart(
                draft =>
                {
                    now = draft.Now;
                    group.ForEach(item => item.Draft.Compose(draft));
                },
                Proof.Exists(Keys.Run(group[0].Draft.Run.Id)),
                Patience));
            if (outcome.Succeeded)
            {
                group.ForEach(item => outcomes[item.Index] = new IntakeOutcome(new AcceptedRun(item.Draft.ToRun(now), false), null));
                break;
            }

            var gated = group.FindIndex(item => item.Draft.Slot == outcome.FailedKey);
            if (gated >= 0)
            {
                group[gated] = (group[gated].Index, group[gated].Draft.AtGate());
                continue;
            }

            var at = group.FindIndex(item => KeyOf(item.Draft) == outcome.FailedKey);
            if (at < 0)
            {
                throw new InvalidOperationException($"a new run cannot be written: row {outcome.FailedKey} is {outcome.Failure}");
            }

            outcomes[group[at].Index] = await ReplayAsync(group[at].Draft, outcome.FailedKey!, cancellation);
            group.RemoveAt(at);
        }

        if (inBacklog)
        {
            signals.WakeClock(shard);
        }
    }

    private static string? KeyOf(RunDraft draft) =>
        draft.KeyRecord is null ? null : Keys.IdempotencyKey(draft.Run.Spec.Tenant, draft.Run.Spec.JobId, draft.Run.Spec.KeyHash!);

    private async Task<IntakeOutcome> ReplayAsync(RunDraft draft, string key, CancellationToken cancellation)
    {
        var partition = ShardMap.Partition(draft.Shard);
        var row = await storage.Tables.GetAsync(partition, key, cancellation);
        var record = row is null ? null : row.Columns.Json(RunColumns.Record, RunJson.Default.KeyRecord);
        var run = record is null ? null : await storage.Tables.GetAsync(partition, Keys.Run(record.Run), cancellation);
        if (run is null || RunColumns.TryRead(run) is not { } accepted)
        {
            return new IntakeOutcome(
                null, RefusalException.Conflict("the run accepted under this idempotency key is being deleted; try again"));
        }

        return record!.Fingerprint == draft.KeyRecord!.Fingerprint
            ? new IntakeOutcome(new AcceptedRun(accepted, true), null)
            : new IntakeOutcome(
                null, RefusalException.Invalid("Idempotency-Key", $"was used for run {record.Run} with another request; use a new key"));
    }
}
