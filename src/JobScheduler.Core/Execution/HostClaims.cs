using JobScheduler.Hosts;
using JobScheduler.Hosts.Permits;
using JobScheduler.Runs;

namespace JobScheduler.Execution;

/// <summary>
/// What hosts have to say about runs: before the claim, so that those that have to wait use up no attempt; just before the call; and at
/// its end.
/// </summary>
public sealed class HostClaims(HostGate gate, HostLines lines)
{
    /// <summary>Takes permits for those that call a host. Those that get none come back soon, or wait in the line of their host.</summary>
    internal async Task<HostAdmission> AdmitAsync(int shard, List<OpenRun> runs, HostPatience patience)
    {
        if (!runs.Exists(run => IsCall(run.Spec)))
        {
            return new HostAdmission(runs);
        }

        var admission = new HostAdmission([.. runs.Where(run => !IsCall(run.Spec))]);
        try
        {
            foreach (var group in runs.Where(run => IsCall(run.Spec)).GroupBy(run => (run.Spec.Tenant, run.Spec.Class.Host)))
            {
                await AdmitAsync(shard, [.. group], admission, patience);
            }
        }
        catch
        {
            await GiveBackAsync(admission, []);
            throw;
        }

        return admission;
    }

    /// <summary>Gives back the permits of those that could not be claimed.</summary>
    internal async Task GiveBackAsync(HostAdmission admission, IReadOnlyList<RunningAttempt> claimed)
    {
        foreach (var run in admission.Runs.Where(run => !claimed.Any(attempt => attempt.Run.Id == run.Id)))
        {
            if (admission.Permits.TryGetValue(run.Id, out var permit))
            {
                await gate.EndAsync(run.Spec.Tenant, run.Spec.Class.Host!, permit, HostAnswer.None);
            }
        }
    }

    /// <summary>Whether the attempt may call its target now.</summary>
    internal async Task<bool> StartAsync(RunningAttempt attempt) => attempt.Permit is not { } permit
        || (permit.Covers(attempt.LeaseEnd) && await gate.StartAsync(attempt.Run.Spec.Tenant, attempt.Run.Spec.Class.Host!, permit));

    /// <summary>The attempt has ended; its permit is free as soon as its call is over.</summary>
    internal async Task EndAsync(RunningAttempt attempt, PendingFinish? finish)
    {
        if (attempt.Permit is not { } permit)
        {
            return;
        }

        var (tenant, host) = (attempt.Run.Spec.Tenant, attempt.Run.Spec.Class.Host!);
        if (attempt.Abandoned is { } call)
        {
            _ = EndLaterAsync(call, tenant, host, permit);
            return;
        }

        var end = finish?.End;
        await gate.EndAsync(
            tenant, host, permit, finish is null ? HostAnswer.None : HostAnswers.Of(end), end?.RetryAfter, end?.Error?.Message);
    }

    private static bool IsCall(RunSpec spec) => !string.IsNullOrEmpty(spec.Class.Host);

    private async Task EndLaterAsync(Task call, string tenant, string host, HostPermit permit)
    {
        try
        {
            await call;
        }
        catch (OperationCanceledException)
        {
            // That is what it was told.
        }
        finally
        {
            await gate.EndAsync(tenant, host, permit, HostAnswer.Failed, reason: "a call did not end when it was told to");
        }
    }

    private async Task AdmitAsync(int shard, List<OpenRun> runs, HostAdmission admission, HostPatience patience)
    {
        var (tenant, host) = (runs[0].Spec.Tenant, runs[0].Spec.Class.Host!);
        var turn = await gate.TakeAsync(tenant, host, runs.Count);
        for (var i = 0; i < turn.Permits.Count; i++)
        {
            admission.Runs.Add(runs[i]);
            admission.Permits[runs[i].Id] = turn.Permits[i];
        }

        if (turn.Wait is { } wait)
        {
            var rest = runs[turn.Permits.Count..];
            if (patience.Allows(wait))
            {
                admission.Back.AddRange(rest);
            }
            else
            {
                await lines.PutAsync(shard, rest, wait.Until);
            }
        }
    }
}

/// <summary>What became of runs that were to be claimed.</summary>
/// <param name="Runs">They may be claimed.</param>
internal sealed record HostAdmission(List<OpenRun> Runs)
{
    /// <summary>The permits of those that call a host, by run.</summary>
    public Dictionary<string, HostPermit> Permits { get; } = new(StringComparer.Ordinal);

    /// <summary>They are to be tried again soon; they wait in their message.</summary>
    public List<OpenRun> Back { get; } = [];
}

/// <summary>
/// How long the runs of one message have waited in memory for their hosts. Short waits cost no storage calls; after 5 s in all, the rest
/// goes into the line.
/// </summary>
internal sealed class HostPatience(TimeProvider time)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private long? _since;
    private HostWait? _wait;

    /// <summary>Whether the runs can wait for it here.</summary>
    public bool Allows(HostWait wait)
    {
        _since ??= time.GetTimestamp();
        if (!wait.IsShort || time.GetElapsedTime(_since.Value) >= Longest)
        {
            return false;
        }

        _wait = _wait is null || wait.Until < _wait.Until ? wait : _wait;
        return true;
    }

    /// <summary>Waits for what was allowed.</summary>
    /// <returns>False: told to stop.</returns>
    public async Task<bool> WaitAsync(CancellationToken stopping)
    {
        if (_wait is not { } wait)
        {
            return true;
        }

        _wait = null;

        // In whole milliseconds, as timers are, and never none: time has to pass before it is worth asking again.
        var left = TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling((wait.Until - time.GetUtcNow()).TotalMilliseconds)));
        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            var delay = Task.Delay(left, time, either.Token);
            await Task.WhenAny(delay, wait.Change is { } change ? OnContext.FollowAsync(change) : delay);
            stopping.ThrowIfCancellationRequested();
            either.Cancel();
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
