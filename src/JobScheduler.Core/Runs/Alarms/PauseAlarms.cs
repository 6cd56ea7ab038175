using JobScheduler.Jobs;
using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Runs;

/// <summary>Alarms of paused runs: has the run expired, is its job gone, still paused, or resumed?</summary>
public sealed class PauseAlarms(TokenReader tokens, AlarmRounds rounds, JobCache jobs, Dispatch dispatch)
    : TokenAlarmHandler(TokenKind.Pause)
{
    public override async Task RingAsync(ShardTick tick, IReadOnlyList<Row> alarms)
    {
        foreach (var run in await tokens.ReadAsync(tick, alarms))
        {
            var move = await DecideAsync(run, tick.Now);
            await rounds.MoveAsync(tick, [run], move);
        }
    }

    private async Task<Action<CommitDraft, OpenRun, IReadOnlySet<string>>> DecideAsync(OpenRun run, DateTimeOffset now)
    {
        if (run.Step.QueueDeadline(run.Spec) <= now)
        {
            return static (draft, waiting, skip) => RunMoves.EndWaiting(draft, waiting, RunEvent.Expired, RunReasons.QueueTimeout, skip);
        }

        var read = run.Spec.JobId is null ? null : await jobs.GetAsync(run.Spec.Tenant, run.Spec.JobId, CancellationToken.None);
        if (read is { Record: null, IsUnreadable: false })
        {
            return static (draft, waiting, skip) => RunMoves.EndWaiting(draft, waiting, RunEvent.Canceled, RunReasons.JobDeleted, skip);
        }

        if (read is { IsUnreadable: true } or { Record.Pause: not null })
        {
            return static (draft, waiting, skip) => RunMoves.Move(draft, waiting, waiting.Step, Place.Paused, skip);
        }

        var place = await dispatch.ChooseAsync(run.Spec, CancellationToken.None);
        var seen = read?.ReadAt;
        return (draft, waiting, skip) => RunMoves.Move(draft, waiting, waiting.Step with { SeenAt = seen }, place, skip);
    }
}
