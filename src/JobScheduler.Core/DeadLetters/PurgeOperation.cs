using JobScheduler.Operations;

namespace JobScheduler.DeadLetters;

/// <summary>Purges the dead letters that match.</summary>
public sealed class PurgeOperation(DeadLetterBox letters) : PagedOperation<PurgeWork>(DeadLetterJson.Compact.PurgeWork)
{
    public const string Word = "purge";

    public override string Kind => Word;

    protected override async Task<Page<string>> ListAsync(OperationRecord operation, PurgeWork work, PageRequest request)
    {
        var page = await letters.ListAsync(operation.Tenant, work.DeadLetters!, request, CancellationToken.None);
        var older = page.Items.Where(letter => letter.DeadAt <= operation.Head.StartedAt);
        return new Page<string>([.. older.Select(letter => letter.Id)], page.Continuation);
    }

    protected override Task TouchAsync(OperationRecord operation, PurgeWork work, string record) =>
        letters.TryPurgeAsync(operation.Tenant, record, CancellationToken.None);
}

/// <summary>The task and the progress of purging many dead letters.</summary>
public sealed record PurgeWork : PagedWork
{
    public DeadLetterQuery? DeadLetters { get; init; }
}
