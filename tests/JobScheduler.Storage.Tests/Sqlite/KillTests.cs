using System.Globalization;
using JobScheduler.Storage.Sqlite;

namespace JobScheduler.Storage.Tests;

public sealed class KillTests : SqliteTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(400)]
    public async Task Killed_in_the_middle_of_commits_loses_nothing_acknowledged_and_halves_nothing(int rounds)
    {
        var last = await WriteAndKillAsync(rounds);

        await using var storage = await OpenAsync();
        for (var partition = 0; partition < KilledWriter.Partitions; partition++)
        {
            var keys = await KeysAsync(storage, $"{partition}");
            var complete = keys.Count / KilledWriter.RowsPerCommit;
            Assert.InRange(complete, last + 1, last + 2);
            Assert.Equal(
                Enumerable.Range(0, complete).SelectMany(
                    round => Enumerable.Range(0, KilledWriter.RowsPerCommit).Select(row => KilledWriter.Key(round, row))),
                keys);
        }

        Assert.InRange(await storage.Queues.CountAsync("rounds", Cancellation), last + 1, last + 2);
    }

    /// <returns>The last round that the process said was done.</returns>
    private async Task<int> WriteAndKillAsync(int rounds)
    {
        using var process = KilledWriter.Start(Folder);
        var last = -1;
        try
        {
            while (last < rounds)
            {
                last = Round(await process.StandardOutput.ReadLineAsync(Cancellation));
            }

            Assert.Contains($"(process {process.Id})", await RefusedAsync(), StringComparison.Ordinal);
        }
        finally
        {
            process.Kill();
        }

        // What it had still said. A line cut in the middle would be a smaller number, which the next assertion would only relax.
        while (await process.StandardOutput.ReadLineAsync(Cancellation) is { } line)
        {
            last = int.Max(last, Round(line));
        }

        await process.WaitForExitAsync(Cancellation);
        return last;
    }

    private static int Round(string? line) => int.Parse(line!, CultureInfo.InvariantCulture);

    private static async Task<List<string>> KeysAsync(SqliteStorage storage, string partition)
    {
        var keys = new List<string>();
        for (RowPage? page = null; page is null || page.Continuation is not null;)
        {
            page = await storage.Tables.ReadAsync(new RowQuery(partition, "r", "s") { Continuation = page?.Continuation }, Cancellation);
            keys.AddRange(page.Rows.Select(row => row.Key));
        }

        return keys;
    }
}
