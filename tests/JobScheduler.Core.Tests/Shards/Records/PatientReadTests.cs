using JobScheduler.Shards.Records;
using JobScheduler.Storage;
using JobScheduler.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace JobScheduler.Core.Tests.Shards.Records;

public sealed class PatientReadTests
{
    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData(0)]
    [InlineData(3600)]
    public async Task Few_matches_among_many_rows_are_all_found_in_steps(int patience)
    {
        const int Rows = 2500;
        var tables = new MemoryStorage(_time).Tables;
        for (var at = 0; at < Rows; at++)
        {
            var columns = new Columns { { "x", (ColumnValue)(at is 1000 or 2001 ? "yes" : "no") } };
            await tables.CommitAsync("p", [RowOperation.Insert($"r~{at:D5}", columns)], TestContext.Current.CancellationToken);
        }

        var query = RowQuery.Prefix("p", "r~") with { Limit = 1, Filters = [new("x", Comparison.Equal, "yes")] };
        var found = new List<string>();
        for (var from = query.From; ;)
        {
            var limit = new Patience(_time, TimeSpan.FromSeconds(patience));
            var (rows, end) = await PatientRead.ReadAsync(
                tables, query with { From = from }, limit, TestContext.Current.CancellationToken);
            found.AddRange(rows.Select(row => row.Key));
            if (end is null)
            {
                break;
            }

            Assert.True(string.CompareOrdinal(end, from) >= 0);
            from = end + "-";
        }

        Assert.Equal(["r~01000", "r~02001"], found);
    }
}
