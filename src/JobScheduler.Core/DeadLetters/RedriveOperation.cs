using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using JobScheduler.Operations;
using JobScheduler.Runs;
using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.DeadLetters;

/// <summary>
/// Redrives the dead letters that match. The ids of the new runs are derived from the operation and the dead letter, so that a repeated
/// step does not create them twice.
/// </summary>
public sealed class RedriveOperation(DeadLetterBox letters, IStorage storage, ShardMap map)
    : PagedOperation<RedriveWork>(DeadLetterJson.Compact.RedriveWork)
{
    public const string Word = "redrive";

    public override string Kind => Word;

    protected override async Task<Page<string>> ListAsync(OperationRecord operation, RedriveWork work, PageRequest request)
    {
        var page = await letters.ListAsync(operation.Tenant, work.DeadLetters!, request, CancellationToken.None);
        var older = page.Items.Where(letter => letter.DeadAt <= operation.Head.StartedAt && letter.RunId is not null);
        return new Page<string>([.. older.Select(letter => letter.Id)], page.Continuation);
    }

    protected override Task TouchAsync(OperationRecord operation, RedriveWork work, string record) =>
        letters.RedriveOnceAsync(operation.Caller, record, CanaryOf(operation, record), work.CurrentDefinition, CancellationToken.None);

    /// <summary>The new run.</summary>
    protected override string CanaryOf(OperationRecord operation, string record) =>
        DeadLetterRow.TryParse(record, map.Count, out var shard)
            ? RunId.Create(shard, operation.Head.StartedAt, Bits(operation.Id, record))
            : record;

    protected override async Task<CanaryState> LookAsync(string canary)
    {
        RunId.TryParse(canary, map.Count, out var shard);
        var row = await storage.Tables.GetAsync(ShardMap.Partition(shard), Keys.Run(canary), CancellationToken.None);
        var run = row is null ? null : RunColumns.TryRead(row);
        return run is null or { State: RunState.Succeeded } ? CanaryState.Succeeded
            : run.State.IsTerminal()
                ? new CanaryState(false, $"the canary run {canary} ended {EnumText.Format(run.State)}; the rest was not redriven")
            : CanaryState.Open;
    }

    private static ulong Bits(string operation, string letter) =>
        BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{operation}\n{letter}")));
}

/// <summary>The task and the progress of redriving many dead letters.</summary>
public sealed record RedriveWork : PagedWork
{
    public DeadLetterQuery? DeadLetters { get; init; }

    /// <summary>Use the current definitions of the jobs instead of the original ones.</summary>
    public bool CurrentDefinition { get; init; }
}

/// <summary>Rules for redriving many dead letters.</summary>
public static class RedriveRules
{
    /// <summary>The fastest rate, in dead letters per second.</summary>
    public const double FastestRate = 10_000;

    /// <summary>Adds all errors, by the field paths of the API.</summary>
    public static void Check(DeadLetterRedrive redrive, ErrorList errors)
    {
        MemberBounds.Check(redrive, "", errors);
        if (redrive.Canary > redrive.Max)
        {
            errors.Add("canary", "must not be more than max", "max");
        }

        if (redrive.Rate is { } rate && !(rate.PerSecond > 0 && rate.PerSecond <= FastestRate))
        {
            errors.Add("rate", $"must be more than 0 and at most {FastestRate}/s");
        }
    }
}
