using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using JobScheduler.DeadLetters;
using JobScheduler.Operations;
using JobScheduler.Paging;
using JobScheduler.Runs;
using JobScheduler.Schedules;
using JobScheduler.Shards;
using JobScheduler.Storage;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Clock;

/// <summary>
/// Operation alarms: the next step of a redrive, purge or cancel of many. A step first writes down which records it is going to touch and
/// then touches them; repeated after a crash it finds them done.
/// </summary>
public sealed partial class OperationHandler(DeadLetterBox letters, RunLists runs, RunControl control, Backfills backfills, IStorage storage, ShardMap map, ILogger<OperationHandler> logger) : IAlarmHandler
{
    private const int RecordsPerStep = 100;
    private static readonly TimeSpan CanaryPause = TimeSpan.FromSeconds(1);

    /// <summary>How long the row of an ended operation can be asked for.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    public string Kind => AlarmKind.Operation;

    public async Task RingAsync(ShardTick tick, IReadOnlyList<Row> alarms)
    {
        foreach (var alarm in alarms)
        {
            if (OperationRow.TryReadAlarm(alarm) is not { } name
                || await tick.GetAsync(Keys.Operation(name.Tenant, name.Id)) is not { } row
                || OperationRow.TryRead(row) is not { } plan)
            {
                await tick.CommitAsync(draft => draft.Delete(alarm.Key));
                continue;
            }

            if (plan.State != OperationState.Running)
            {
                await tick.CommitAsync(draft =>
                {
                    draft.Delete(alarm.Key);
                    draft.Delete(row.Key);
                });
                continue;
            }

            var (next, at) = await StepAsync(name.Tenant, name.Id, plan, tick.Now);
            if (next.State != OperationState.Running)
            {
                LogEnded(logger, name.Id, next.Kind, next.State, next.Done, next.Error ?? "");
                at = tick.Now + Kept;
            }

            await tick.CommitAsync(draft =>
            {
                draft.Delete(alarm.Key);
                draft.Insert(OperationRow.AlarmKey(at > draft.Now ? at : draft.Now.AddMilliseconds(1), name.Id), OperationRow.WriteAlarm(name.Tenant, name.Id));
                draft.Replace(row.Key, OperationRow.Write(next), row.ETag);
            });
        }
    }

    /// <returns>The plan after the step, and when the next one is to be.</returns>
    private async Task<(OperationPlan Plan, DateTimeOffset At)> StepAsync(string tenant, string id, OperationPlan plan, DateTimeOffset now)
    {
        if (plan.Kind == OperationKinds.Backfill)
        {
            return await backfills.StepAsync(tenant, plan, now);
        }

        if (plan.CanaryRuns.Count > 0)
        {
            return (await WatchCanaryAsync(plan), now + CanaryPause);
        }

        if (plan.Page.Count > 0)
        {
            return (await CarryOutAsync(tenant, id, plan), now);
        }

        if (plan.Listed || plan.Done >= plan.Max)
        {
            return (plan with { State = OperationState.Succeeded, Total = plan.Done }, now);
        }

        return now < plan.NotBefore ? (plan, plan.NotBefore) : (await ListAsync(tenant, plan, now), now);
    }

    private async Task<OperationPlan> ListAsync(string tenant, OperationPlan plan, DateTimeOffset now)
    {
        var most = Math.Min(RecordsPerStep, plan.Max - plan.Done);
        if (plan.PerSecond is { } rate)
        {
            most = Math.Min(most, Math.Max(1, (int)rate));
        }

        if (plan.Canary > 0)
        {
            most = Math.Min(most, plan.Canary);
        }

        var request = new PageRequest(most, plan.Continuation);
        var (ids, continuation) = plan.Kind == OperationKinds.Cancel
            ? await ListRunsAsync(tenant, plan, request)
            : await ListLettersAsync(tenant, plan, request);
        return plan with
        {
            Page = ids,
            Continuation = continuation,
            Listed = continuation is null,
            NotBefore = plan.PerSecond is { } perSecond ? now + TimeSpan.FromSeconds(Math.Max(ids.Count, 1) / perSecond) : now,
        };
    }

    private async Task<(List<string> Ids, string? Continuation)> ListRunsAsync(string tenant, OperationPlan plan, PageRequest request)
    {
        var page = await runs.ListAsync(tenant, plan.Runs!, request, CancellationToken.None);
        return ([.. page.Items.Where(run => !run.State.IsTerminal() && run.Spec.CreatedAt <= plan.StartedAt).Select(run => run.Id)], page.Continuation);
    }

    private async Task<(List<string> Ids, string? Continuation)> ListLettersAsync(string tenant, OperationPlan plan, PageRequest request)
    {
        var page = await letters.ListAsync(tenant, plan.DeadLetters!, request, CancellationToken.None);
        return ([.. page.Items
            .Where(letter => letter.DeadAt <= plan.StartedAt && (plan.Kind == OperationKinds.Purge || letter.RunId is not null))
            .Select(letter => letter.Id)], page.Continuation);
    }

    private async Task<OperationPlan> CarryOutAsync(string tenant, string id, OperationPlan plan)
    {
        string NewRun(int shard, string letter) => RunId.Create(shard, plan.StartedAt, Bits(id, letter));
        Task Touch(string record) => plan.Kind switch
        {
            OperationKinds.Redrive => letters.TryRedriveAsync(tenant, record, plan.Actor, shard => NewRun(shard, record), CancellationToken.None),
            OperationKinds.Purge => letters.TryPurgeAsync(tenant, record, CancellationToken.None),
            OperationKinds.Cancel => control.TryCancelAsync(new Caller(tenant, plan.Actor), record),
            _ => throw new InvalidOperationException($"this version knows no operation '{plan.Kind}'"),
        };
        await Task.WhenAll(plan.Page.Select(Touch));

        // The ids of new runs follow from operation and dead letter, so that the canary is known even when the step is repeated.
        var canary = plan.Canary > 0
            ? plan.Page.Where(letter => DeadLetterRow.TryParse(letter, map.Count, out _)).Select(letter =>
            {
                DeadLetterRow.TryParse(letter, map.Count, out var shard);
                return NewRun(shard, letter);
            })
            : [];
        return plan with { Page = [], Done = plan.Done + plan.Page.Count, Canary = 0, CanaryRuns = [.. canary] };
    }

    private async Task<OperationPlan> WatchCanaryAsync(OperationPlan plan)
    {
        var left = new List<string>();
        foreach (var id in plan.CanaryRuns)
        {
            RunId.TryParse(id, map.Count, out var shard);
            var row = await storage.Tables.GetAsync(ShardMap.Partition(shard), Keys.Run(id), CancellationToken.None);
            var run = row is null ? null : RunColumns.TryRead(row);
            if (run is { State: not RunState.Succeeded } && run.State.IsTerminal())
            {
                return plan with { State = OperationState.Failed, Error = $"the canary run {id} ended {run.State.ToString().ToLowerInvariant()}; the rest was not redriven" };
            }

            if (run is { State: not RunState.Succeeded })
            {
                left.Add(id);
            }
        }

        return plan with { CanaryRuns = left };
    }

    private static ulong Bits(string operation, string letter) =>
        BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{operation}\n{letter}")));

    [LoggerMessage(1251, LogLevel.Information, "Operation {Operation} ({Kind}) {State} after {Done} records {Error}")]
    private static partial void LogEnded(ILogger logger, string operation, string kind, OperationState state, int done, string error);
}
