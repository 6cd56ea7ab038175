using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using JobScheduler.Storage;

namespace JobScheduler.Operations;

/// <summary>
/// An operation on the records of a list. Its steps alternate: one lists a page and stores it, the next processes each record of that page
/// and counts. Repeated after a crash, the second finds which records were already processed, and counts each once.
/// </summary>
/// <param name="json">How the work is serialized.</param>
public abstract class PagedOperation<TWork>(JsonTypeInfo<TWork> json) : IOperation
    where TWork : PagedWork
{
    private const int RecordsPerStep = 100;

    /// <summary>A record that is not to be had is tried again so often, about half a minute; then it counts as refused.</summary>
    private const int MostPutOffs = 5;

    private static readonly TimeSpan CanaryPause = TimeSpan.FromSeconds(1);

    public abstract string Kind { get; }

    public async Task<OperationStep> StepAsync(OperationRecord operation, DateTimeOffset now)
    {
        var work = JsonSerializer.Deserialize(operation.Work, json) ?? throw new JsonException("the work of an operation is null");
        if (work.CanaryRuns is { Count: > 0 } canary)
        {
            return await WatchAsync(work, canary, now);
        }

        if (work.Page is { Count: > 0 } page)
        {
            return await TouchAsync(operation, work, page);
        }

        var touched = operation.Head.Done + operation.Head.Refused;
        if (work.Listed || touched >= work.Max)
        {
            return Step(work) with { State = OperationState.Succeeded, Total = touched };
        }

        return now < work.NotBefore ? Step(work) with { NotBefore = work.NotBefore } : await ListAsync(operation, work, touched, now);
    }

    /// <summary>Reads a page of ids, in one look, because the clock waits; records that need nothing may be left out.</summary>
    protected abstract Task<Page<string>> ListAsync(OperationRecord operation, TWork work, PageRequest request);

    /// <summary>
    /// Processes one record; several run at a time. Repeatable: a record that was processed before, or is gone, needs nothing.
    /// </summary>
    /// <exception cref="RefusalException">
    /// The record refuses; it is counted as refused, with the message. As unavailable or throttled: it is tried again later.
    /// </exception>
    protected abstract Task TouchAsync(OperationRecord operation, TWork work, string record);

    /// <summary>What to watch for a record of the canary.</summary>
    protected virtual string CanaryOf(OperationRecord operation, string record) => record;

    /// <summary>Its current state.</summary>
    protected virtual Task<CanaryState> LookAsync(string canary) => Task.FromResult(CanaryState.Succeeded);

    private OperationStep Step(TWork work) => new(JsonSerializer.Serialize(work, json));

    private async Task<OperationStep> ListAsync(OperationRecord operation, TWork work, int touched, DateTimeOffset now)
    {
        var most = Math.Min(RecordsPerStep, (work.Max ?? int.MaxValue) - touched);
        if (work.PerSecond is { } rate)
        {
            most = Math.Min(most, Math.Max(1, (int)rate));
        }

        if (work.Canary > 0)
        {
            most = Math.Min(most, work.Canary);
        }

        var page = await ListAsync(operation, work, new PageRequest(most, work.Continuation) { Patience = TimeSpan.Zero });
        return Step(work with
        {
            Page = page.Items,
            Continuation = page.Continuation,
            Listed = page.Continuation is null,
            NotBefore = work.PerSecond is { } perSecond ? now + TimeSpan.FromSeconds(Math.Max(page.Items.Count, 1) / perSecond) : now,
        });
    }

    private async Task<OperationStep> TouchAsync(OperationRecord operation, TWork work, IReadOnlyList<string> page)
    {
        var refusals = (await Task.WhenAll(page.Select(record => TryAsync(operation, work, record)))).OfType<OperationRefusal>().ToList();
        var after = work with { Page = [], Canary = 0 };
        var done = page.Count - refusals.Count;
        if (work.Canary > 0 && refusals.Count > 0)
        {
            return Step(after) with
            {
                Done = done,
                Refusals = refusals,
                State = OperationState.Failed,
                Error = $"{refusals[0].Id} of the canary was refused: {refusals[0].Detail}; the rest was left alone",
            };
        }

        // What the canary creates follows from its records alone, so it is watched even if the step is repeated.
        after = after with { CanaryRuns = work.Canary > 0 ? [.. page.Select(record => CanaryOf(operation, record))] : [] };
        return Step(after) with { Done = done, Refusals = refusals, NotBefore = work.Canary > 0 || work.Listed ? default : work.NotBefore };
    }

    private async Task<OperationRefusal?> TryAsync(OperationRecord operation, TWork work, string record)
    {
        try
        {
            await TouchAsync(operation, work, record);
            return null;
        }
        catch (RefusalException refusal) when (
            refusal.Kind is not (RefusalKind.Unavailable or RefusalKind.Throttled) || operation.Head.PutOffs >= MostPutOffs)
        {
            return new OperationRefusal(record, refusal.Message);
        }
        catch (Exception error) when (error is not (RefusalException or StorageException or OperationCanceledException))
        {
            // One broken record, such as a row edited by hand, must not keep the others from being dealt with.
            return new OperationRefusal(record, $"{error.GetType().Name}: {error.Message}");
        }
    }

    private async Task<OperationStep> WatchAsync(TWork work, IReadOnlyList<string> canary, DateTimeOffset now)
    {
        var open = new List<string>();
        foreach (var watched in canary)
        {
            var state = await LookAsync(watched);
            if (state.Error is { } error)
            {
                return Step(work) with { State = OperationState.Failed, Error = error };
            }

            if (state.IsOpen)
            {
                open.Add(watched);
            }
        }

        return Step(work with { CanaryRuns = open }) with { NotBefore = now + CanaryPause };
    }
}

/// <summary>The task and the progress of an operation on listed records. A kind adds which records.</summary>
public abstract record PagedWork
{
    /// <summary>Processes at most this many; null: all.</summary>
    public int? Max { get; init; }

    /// <summary>The rate; null: as fast as possible.</summary>
    public double? PerSecond { get; init; }

    /// <summary>This many first, and the rest only after these have succeeded; 0 if there is no canary, or not any more.</summary>
    public int Canary { get; init; }

    /// <summary>The part of the canary that is still open.</summary>
    public IReadOnlyList<string>? CanaryRuns { get; init; }

    /// <summary>
    /// Records of the current step, stored before they are processed: after a crash the step is run again, and what was done before is
    /// counted, not repeated.
    /// </summary>
    public IReadOnlyList<string>? Page { get; init; }

    /// <summary>Where the list continues after this page; null at the start and at the end.</summary>
    public string? Continuation { get; init; }

    /// <summary>True: the list has been read to its end.</summary>
    public bool Listed { get; init; }

    /// <summary>The earliest time of the next page, if there is a rate.</summary>
    public DateTimeOffset NotBefore { get; init; }
}

/// <summary>The state of a record of a canary.</summary>
/// <param name="IsOpen">It is not known yet.</param>
/// <param name="Error">It has failed, which ends the operation with this error; null: it has not.</param>
public sealed record CanaryState(bool IsOpen, string? Error)
{
    public static readonly CanaryState Open = new(true, null);

    public static readonly CanaryState Succeeded = new(false, null);
}
