using JobScheduler.Shards;
using JobScheduler.Storage;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Operations;

/// <summary>
/// Operation alarms: the next step of an operation, whatever its kind; after its end, the deletion of its row. An exception
/// from a step only affects its operation: the alarm is moved, and the others of the shard continue.
/// </summary>
public sealed class OperationAlarms(IEnumerable<IOperation> kinds, ILogger<OperationAlarms> logger) : IAlarmHandler
{
    /// <summary>This many failed steps in a row end an operation.</summary>
    public const int MostFailedSteps = 5;

    /// <summary>This many refusals are kept with their reasons; the others are only counted.</summary>
    public const int MostRefusals = 10;

    /// <summary>How long an ended operation can be read.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    private const int LongestText = 500;

    /// <summary>The pause after the first failed step; doubled by each further one.</summary>
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);

    /// <summary>The pause while something that a step needs is unavailable.</summary>
    private static readonly TimeSpan ShortPause = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan UntilKnown = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, IOperation> _kinds = kinds.ToDictionary(kind => kind.Kind, StringComparer.Ordinal);

    public const string KindName = "operation";

    public string Kind => KindName;

    public TimeSpan? Farthest => TimeSpan.FromHours(1);

    public async Task RingAsync(ShardTick tick, IReadOnlyList<Row> alarms)
    {
        foreach (var alarm in alarms)
        {
            await RingAsync(tick, alarm);
        }
    }

    private async Task RingAsync(ShardTick tick, Row alarm)
    {
        if (OperationRow.TryReadAlarm(alarm) is not { } name || await FindAsync(tick, name) is not { } found)
        {
            await tick.CommitAsync(draft => draft.Delete(alarm.Key));
        }
        else if (found.Operation.Head.State != OperationState.Running)
        {
            await KeepAsync(tick, alarm, found);
        }
        else if (_kinds.TryGetValue(found.Operation.Head.Kind, out var kind))
        {
            await WriteAsync(tick, alarm, found, await StepAsync(kind, found.Operation, tick.Now));
        }
        else
        {
            // Perhaps from a newer version, whose processes will own the clock one day.
            logger.KindUnknown(found.Operation.Head.Kind, found.Operation.Id);
            await MoveAsync(tick, alarm, found.Operation, tick.Now + UntilKnown);
        }
    }

    private async Task<Outcome> StepAsync(IOperation kind, OperationRecord operation, DateTimeOffset now)
    {
        try
        {
            var step = await kind.StepAsync(operation, now);
            return new Outcome(Step: step, NotBefore: step.NotBefore);
        }
        catch (StorageException error) when (error.IsTransient)
        {
            return PutOff(operation, error, now, error.RetryAfter);
        }
        catch (RefusalException error) when (error.Kind is RefusalKind.Unavailable or RefusalKind.Throttled)
        {
            return PutOff(operation, error, now, error.RetryAfter);
        }
        catch (Exception error) when (error is not (DeposedException or OperationCanceledException))
        {
            var times = operation.Head.FailedSteps + 1;
            logger.StepFailed(error, operation.Id, kind.Kind, times);
            return new Outcome(Error: $"{error.GetType().Name}: {error.Message}", NotBefore: now + FirstPause * Math.Pow(2, times - 1));
        }
    }

    private Outcome PutOff(OperationRecord operation, Exception error, DateTimeOffset now, TimeSpan? asked)
    {
        logger.StepPutOff(operation.Id, operation.Head.Kind, error.Message);
        return new Outcome(NotBefore: now + (asked > ShortPause ? asked.Value : ShortPause));
    }

    /// <summary>
    /// Writes the outcome of a step, together with the alarm of the next one. The row is written under the ETag that the step has seen: a
    /// concurrent cancel stays, and only the counts are added to it.
    /// </summary>
    private async Task WriteAsync(ShardTick tick, Row alarm, Found found, Outcome outcome)
    {
        while (true)
        {
            var next = Apply(found.Operation, outcome, tick.Now);
            var ends = next.Head.State != OperationState.Running;
            var at = ends ? (next.Head.EndedAt ?? tick.Now) + Kept : outcome.NotBefore;
            var written = await tick.CommitAsync(draft =>
            {
                Move(draft, alarm, next, at);
                draft.Replace(found.Row.Key, OperationRow.Write(next), found.Row.ETag);
            });
            if (written.Succeeded)
            {
                if (ends)
                {
                    logger.OperationEnded(
                        next.Id, next.Head.Kind, next.Tenant, next.Head.State, next.Head.Done, next.Head.Refused, next.Head.Error ?? "");
                }

                return;
            }

            // If another row failed, the alarm is still there and rings again.
            if (written.FailedKey != found.Row.Key
                || await FindAsync(tick, (next.Tenant, next.Id)) is not { Operation.Head.State: OperationState.Canceled } canceled)
            {
                return;
            }

            found = canceled;
        }
    }

    private static OperationRecord Apply(OperationRecord operation, Outcome outcome, DateTimeOffset now)
    {
        var head = operation.Head;
        var isRunning = head.State == OperationState.Running;
        if (outcome.Step is { } step)
        {
            head = head with
            {
                Done = head.Done + step.Done,
                Refused = head.Refused + step.Refusals.Count,
                Refusals = step.Refusals.Count == 0
                    ? head.Refusals
                    : [.. (head.Refusals ?? []).Concat(step.Refusals.Select(Cut)).Take(MostRefusals)],
                FailedSteps = 0,
            };
            return !isRunning ? operation with { Head = head } : operation with
            {
                Work = step.Work,
                Head = head with
                {
                    State = step.State,
                    Error = step.Error is null ? null : Cut(step.Error),
                    Total = step.Total ?? head.Total,
                    EndedAt = step.State == OperationState.Running ? null : now,
                },
            };
        }

        if (outcome.Error is null || !isRunning)
        {
            return operation;
        }

        head = head with { FailedSteps = head.FailedSteps + 1 };
        return operation with
        {
            Head = head.FailedSteps < MostFailedSteps
                ? head
                : head with { State = OperationState.Failed, Error = Cut(outcome.Error), EndedAt = now },
        };
    }

    /// <summary>Deletes an ended operation after its time. The alarm may ring earlier, if the operation was canceled.</summary>
    private static async Task KeepAsync(ShardTick tick, Row alarm, Found found)
    {
        var until = found.Operation.Head.EndedAt + Kept;
        if (until > tick.Now)
        {
            await MoveAsync(tick, alarm, found.Operation, until.Value);
        }
        else
        {
            await tick.CommitAsync(draft =>
            {
                draft.Delete(alarm.Key);
                draft.Delete(found.Row.Key);
            });
        }
    }

    private static async Task MoveAsync(ShardTick tick, Row alarm, OperationRecord operation, DateTimeOffset at) =>
        await tick.CommitAsync(draft => Move(draft, alarm, operation, at));

    private static void Move(CommitDraft draft, Row alarm, OperationRecord operation, DateTimeOffset at)
    {
        draft.Delete(alarm.Key);
        draft.Insert(
            OperationRow.AlarmOf(at > draft.Now ? at : draft.Now.AddMilliseconds(1), operation.Id),
            OperationRow.WriteAlarm(operation.Tenant, operation.Id));
    }

    private static async Task<Found?> FindAsync(ShardTick tick, (string Tenant, string Id) name) =>
        await tick.GetAsync(Keys.Operation(name.Tenant, name.Id)) is { } row && OperationRow.TryRead(name.Tenant, row) is { } operation
            ? new Found(row, operation)
            : null;

    private static OperationRefusal Cut(OperationRefusal refusal) => refusal with { Detail = Cut(refusal.Detail) };

    private static string Cut(string text) => text.Length <= LongestText ? text : string.Concat(text.AsSpan(0, LongestText - 1), "…");

    private sealed record Found(Row Row, OperationRecord Operation);

    /// <param name="Step">What the step did; null: it failed or was postponed.</param>
    /// <param name="Error">Why it failed; null: it succeeded, or was only postponed.</param>
    /// <param name="NotBefore">The earliest time of the next step.</param>
    private sealed record Outcome(OperationStep? Step = null, string? Error = null, DateTimeOffset NotBefore = default);
}
