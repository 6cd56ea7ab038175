using System.Text;
using JobScheduler.Runs;
using JobScheduler.Shards;
using JobScheduler.Storage;
using JobScheduler.Targets;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Execution;

/// <summary>Executes the target of one attempt and says how it ended. Writes nothing but large results and log lines.</summary>
public sealed class AttemptRunner(
    IEnumerable<ITargetInvoker> invokers,
    RunDrafter targets,
    Payloads payloads,
    CompletionTokens tokens,
    HostClaims hosts,
    ExecutionPace pace,
    StopNotice notice,
    ExecutionOptions options,
    ShardMap map,
    IStorage storage,
    TimeProvider time,
    ILogger<AttemptRunner> logger)
{
    private readonly ITargetInvoker[] _invokers = [.. invokers];

    internal async Task<PendingFinish> RunAsync(RunningAttempt attempt)
    {
        var isTaken = false;
        try
        {
            attempt.StopIfCutOff();
            if (Stopped(attempt) is { } stopped)
            {
                return new PendingFinish(attempt, stopped, null);
            }

            attempt.Begin();
            pace.Began(attempt.Run.Spec);
            var outcome = await InvokeAndTimeAsync(attempt);
            var finish = await SettleAsync(attempt, outcome);
            isTaken = finish.End is null;
            return finish;
        }
        catch (StorageException error)
        {
            // Input, target or result could not be read or written: a failure of the attempt like a broken connection.
            return new PendingFinish(attempt, Stopped(attempt) ?? Failure(AttemptError.Of("storage", error.Message)), null);
        }
        catch (OperationCanceledException) when (Stopped(attempt) is not null)
        {
            // Told to stop while the input or target was being read.
            return new PendingFinish(attempt, Stopped(attempt), null);
        }
        catch (RefusalException error)
        {
            return new PendingFinish(attempt, Failure(AttemptError.Of("storage", error.Message)), null);
        }
        finally
        {
            if (!isTaken)
            {
                // Before the end is written, after which nobody waits for lines. Those of work that goes on follow within a second: its
                // target may report already, and waits for the executor to let go.
                await attempt.Log.FlushAsync(attempt.Run.Step.Attempt);
            }

            await attempt.DisposeAsync();
        }
    }

    private async Task<TargetOutcome?> InvokeAndTimeAsync(RunningAttempt attempt)
    {
        try
        {
            return await InvokeAsync(attempt);
        }
        finally
        {
            pace.Ended(attempt.Run.Spec, time.GetUtcNow() - attempt.StartedAt);
        }
    }

    /// <returns>Null when the target did not end in time after being told to stop.</returns>
    private async Task<TargetOutcome?> InvokeAsync(RunningAttempt attempt)
    {
        var run = attempt.Run;
        var target = await targets.ReadTargetAsync(run.Spec, attempt.Cancellation);
        if (target is HttpTarget { Completion: HttpCompletion.Callback })
        {
            attempt.IsNotHeardHere();
        }

        var input = run.Spec.Input is null
            ? null
            : Encoding.UTF8.GetString((await payloads.ReadAsync(run.Spec.Input, attempt.Cancellation)).Span);
        var context = new AttemptContext
        {
            Tenant = run.Spec.Tenant,
            RunId = run.Id,
            JobId = run.Spec.JobId,
            JobVersion = run.Spec.JobVersion,
            Attempt = run.Step.Attempt,
            Fence = run.Step.Attempt,
            NominalAt = run.Spec.NominalAt,
            Target = target,
            Input = input is null ? null : new RawJson(input),
            Timeouts = run.Spec.Timeouts,
            CompletionToken = tokens.Create(run.Spec.Tenant, run.Id, run.Step.Attempt),
            Report = attempt,
            State = run.Step.Saved ? await ReadStateAsync(run, attempt.Cancellation) : null,
            Stopping = notice.Given,
        };
        if (!await hosts.StartAsync(attempt))
        {
            // Claimed, but not called: its host has got into trouble since, or its turn has passed. It comes again, and is not counted.
            return new TargetOutcome.HandedBack();
        }

        var work = InvokeAsync(context, attempt.Cancellation);
        await Task.WhenAny(work, OnContext.FollowAsync(attempt.Stopped));
        if (!work.IsCompleted)
        {
            using var grace = new CancellationTokenSource();
            var ending = attempt.Cause == StopCause.Stopping ? options.EndingAtStop() : LeaseTimes.CancelGrace;
            await Task.WhenAny(work, Task.Delay(ending, time, grace.Token), WhenHurriedAsync(grace.Token));
            grace.Cancel();
        }

        if (work.IsCompleted)
        {
            return await work;
        }

        attempt.Abandoned = work;
        logger.AttemptAbandoned(run.Id, run.Step.Attempt, attempt.Cause);
        return null;
    }

    /// <summary>Completes half a second after the stop was hurried: the target has seen that it is to end.</summary>
    private async Task WhenHurriedAsync(CancellationToken cancellation)
    {
        await notice.Hurried.WaitAsync(cancellation);
        await Task.Delay(ExecutionOptions.EndingInAHurry, time, cancellation);
    }

    private async Task<RawJson?> ReadStateAsync(OpenRun run, CancellationToken cancellation)
    {
        RunId.TryParse(run.Id, map.Count, out var shard);
        var row = await storage.Tables.GetAsync(ShardMap.Partition(shard), Keys.Run(run.Id), cancellation);
        return row?.Columns.Text(RunColumns.Saved) is { Length: > 0 } text ? new RawJson(text) : null;
    }

    private async Task<TargetOutcome> InvokeAsync(AttemptContext context, CancellationToken cancellation)
    {
        try
        {
            var invoker = Array.Find(_invokers, candidate => candidate.CanInvoke(context.Target));
            return invoker is null
                ? new TargetOutcome.Failed(
                    AttemptError.Of("target:unknown", $"this process cannot execute {context.Target.GetType().Name}"))
                : await invoker.InvokeAsync(context, cancellation);
        }
        catch (Exception error)
        {
            return new TargetOutcome.Failed(AttemptError.Of(error.GetType().Name, error.Message));
        }
    }

    private async Task<PendingFinish> SettleAsync(RunningAttempt attempt, TargetOutcome? outcome)
    {
        switch (outcome)
        {
            case TargetOutcome.Succeeded { Content: null } succeeded:
                return new PendingFinish(attempt, AttemptEnd.Succeeded with { Answer = succeeded.Answer }, null);
            case TargetOutcome.Succeeded { Content: { } content } succeeded:
                var name = RunBlobs.Result(attempt.Run.Id, attempt.Run.Step.Attempt);
                var result = await payloads.KeepAsync(
                    name, content.ContentType, content.Bytes, inline: true, CancellationToken.None);
                return new PendingFinish(attempt, AttemptEnd.Succeeded with { Answer = succeeded.Answer }, result);
            case TargetOutcome.HandedBack when attempt.Cause is null:
                return new PendingFinish(attempt, AttemptEnd.HandedBack, null);
            case TargetOutcome.Taken taken when attempt.Cause is null or StopCause.Stopping or StopCause.CutOff:
                TellTaken(attempt, taken);
                return new PendingFinish(attempt, null, null);
            case TargetOutcome.Failed failed when attempt.Cause is null:
                return new PendingFinish(
                    attempt,
                    new AttemptEnd(AttemptOutcome.Failed, failed.Error, failed.RetryAfter, failed.Retryable) { Answer = failed.Answer },
                    null);
            default:
                return new PendingFinish(attempt, Stopped(attempt), null);
        }
    }

    /// <summary>
    /// Written, not derived from rows as the rest of the story: the row of the attempt comes with its end, perhaps in hours and from
    /// another process.
    /// </summary>
    private static void TellTaken(RunningAttempt attempt, TargetOutcome.Taken taken)
    {
        var answer = taken.Answer is { } known ? $"{AnswerText.Of(known)} and " : "";
        attempt.Log.Add(
            attempt.Run.Step.Attempt, LogSeverity.Information, $"the target {answer}has taken the work, which it completes by callback");
    }

    /// <summary>How an attempt that was told to stop ended; null when it was not.</summary>
    private static AttemptEnd? Stopped(RunningAttempt attempt) => attempt.Cause switch
    {
        StopCause.Canceled => new AttemptEnd(AttemptOutcome.Canceled, AttemptError.Of("canceled", "canceled while running")),
        StopCause.TimedOut => new AttemptEnd(
            AttemptOutcome.TimedOut,
            AttemptError.Of(FailureNames.Timeout, $"ran longer than {Duration.Format(attempt.Run.Spec.Timeouts.Run)}")),
        StopCause.Silent => new AttemptEnd(
            AttemptOutcome.TimedOut,
            AttemptError.Of(
                FailureNames.Heartbeat, $"no heartbeat for {Duration.Format(attempt.Run.Spec.Timeouts.Heartbeat ?? TimeSpan.Zero)}")),
        StopCause.CutOff => new AttemptEnd(
            AttemptOutcome.HandedBack,
            AttemptError.Of("cutOff", "its lease could not be renewed; the attempt was stopped before another one could begin")),
        StopCause.Stopping or StopCause.NoPlace => AttemptEnd.HandedBack,
        StopCause.LeaseLost => new AttemptEnd(AttemptOutcome.Lost, AttemptError.Of(FailureNames.Lost, "the lease was lost")),
        _ => null,
    };

    private static AttemptEnd Failure(AttemptError error) => new(AttemptOutcome.Failed, error);
}
