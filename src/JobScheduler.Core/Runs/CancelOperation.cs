using System.Text.Json;
using JobScheduler.Operations;

namespace JobScheduler.Runs;

/// <summary>Cancels the open runs that match.</summary>
public sealed class CancelOperation(OperationBoard operations, RunLists runs, Cancels cancels, TimeProvider time)
    : PagedOperation<CancelWork>(RunJson.Compact.CancelWork)
{
    public const string Word = "cancel";

    public override string Kind => Word;

    /// <summary>Starts an operation that cancels all open runs that match.</summary>
    public Task<Operation> StartAsync(Caller caller, RunQuery filter, CancellationToken cancellation) => operations.StartAsync(
        caller,
        new OperationStart(Word, JsonSerializer.Serialize(new CancelWork { Runs = filter }, RunJson.Compact.CancelWork)),
        cancellation);

    /// <summary>How many it would cancel now.</summary>
    public async Task<MatchCount> CountAsync(Caller caller, RunQuery filter, CancellationToken cancellation) =>
        await MatchCounting.CountAsync(
            await runs.ShardsAsync(caller.Tenant, filter, cancellation),
            (shard, page) => runs.ListAsync([shard], caller.Tenant, filter, page, cancellation),
            run => !run.State.IsTerminal(),
            null,
            time);

    protected override async Task<Page<string>> ListAsync(OperationRecord operation, CancelWork work, PageRequest request)
    {
        var page = await runs.ListAsync(operation.Tenant, work.Runs!, request, CancellationToken.None);
        var open = page.Items.Where(run => !run.State.IsTerminal() && run.Spec.CreatedAt <= operation.Head.StartedAt);
        return new Page<string>([.. open.Select(run => run.Id)], page.Continuation);
    }

    /// <summary>A run that is gone or canceled needs nothing; one that has ended otherwise in the meantime refuses.</summary>
    protected override async Task TouchAsync(OperationRecord operation, CancelWork work, string record)
    {
        try
        {
            await cancels.CancelAsync(new Caller(operation.Tenant, operation.Head.Actor), record, CancellationToken.None);
        }
        catch (RefusalException refusal) when (refusal.Kind == RefusalKind.NotFound)
        {
            // Nothing is left to cancel.
        }
    }
}

/// <summary>The task and the progress of canceling many runs.</summary>
public sealed record CancelWork : PagedWork
{
    public RunQuery? Runs { get; init; }
}
