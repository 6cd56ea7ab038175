using System.Text.Json;
using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Runs;

/// <summary>Records what a lost attempt reported too late: refused, but kept with the attempt.</summary>
internal static class LateResults
{
    /// <summary>Best effort: the attempt's row may be gone, and nothing depends on it.</summary>
    public static async Task RecordAsync(ShardWriter writer, int shard, string run, int attempt, LateOutcome late)
    {
        var key = Keys.Attempt(run, attempt);
        var text = JsonSerializer.Serialize(late, RunJson.Compact.LateOutcome);
        try
        {
            await writer.CommitAsync(shard, new CommitPart(
                draft => draft.Merge(key, new Columns { { RunColumns.Late, text } }),
                Proof.HasText(key, RunColumns.Late, text),
                TimeSpan.FromSeconds(10)));
        }
        catch (StorageException)
        {
            // The refusal is valid without this record.
        }
    }
}
