using System.Diagnostics.CodeAnalysis;
using JobScheduler.Storage;
using JobScheduler.Storage.Sqlite;

namespace JobScheduler.Benchmarks;

/// <summary>
/// The physical limit beside which B2 is read: the embedded driver alone writes as many rows of the same sizes, in commits of 100, with
/// the same fsyncs, and nothing is decided or executed. (The driver beside raw SQLite is measured in its own tests.)
/// </summary>
internal static class BareLoop
{
    /// <summary>Rows that one run without a job writes from claim to end: 3 and 3.</summary>
    private const int RowsPerRun = 6;

    [SuppressMessage("ApiDesign", "RS0030", Justification = "A benchmark measures real time.")]
    public static async Task<IReadOnlyList<Figure>> RunAsync(int runs)
    {
        runs = runs > 0 ? runs : 20_000;
        using var folder = new TempFolder();
        await using var storage = new SqliteStorage(new SqliteOptions { Folder = folder.Path }, TimeProvider.System);
        await storage.PrepareAsync(CancellationToken.None);
        var text = new string('x', 500);
        var rows = runs * RowsPerRun;
        var (seconds, cpu) = await Measure.AsyncOf(() => Task.WhenAll(Enumerable.Range(0, 8).Select(async shard =>
        {
            for (var from = 0; from < rows / 8; from += 100)
            {
                var operations = Enumerable.Range(from, 100)
                    .Select(i => RowOperation.Insert($"R~{shard:D2}-{i:x12}-{i:x16}", new Columns { { "spec", text } }))
                    .ToList();
                await storage.Tables.CommitAsync($"{shard:D2}", operations, CancellationToken.None);
            }
        })));
        return
        [
            new Figure("rows/s", rows / seconds),
            new Figure("as runs/s", runs / seconds),
            new Figure("CPU ms/run", cpu * 1000 / runs),
        ];
    }
}
