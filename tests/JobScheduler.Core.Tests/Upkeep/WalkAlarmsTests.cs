using JobScheduler.Shards;
using JobScheduler.Storage;
using JobScheduler.TestKit;
using JobScheduler.Upkeep;
using Microsoft.Extensions.Time.Testing;

namespace JobScheduler.Core.Tests.Upkeep;

public sealed class WalkAlarmsTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Retention_begins_one_period_after_its_shard_and_is_never_set_farther_ahead()
    {
        IAlarmHandler retention = new RetentionAlarms(new MemoryStorage(new FakeTimeProvider(Now)));

        var first = Assert.Single(retention.FirstAlarms(Now));

        Assert.Equal((Now + RetentionAlarms.Period, "retention", "walk"), (first.At, first.Kind, first.Id));
        Assert.Equal(RetentionAlarms.Period, retention.Farthest);
        Assert.Null(retention.OwnerOf(new Row(first, "1", [])));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("R~00-fe6356baf40b-237f65ae2616749c")]
    public void Walk_remembers_where_it_stands(string? position) =>
        Assert.Equal(position, Walk.PositionOf(new Row(new AlarmKey(Now, "any", "walk"), "1", Walk.At(position))));

    [Fact]
    public async Task Walk_over_all_shards_visits_every_row_once_page_by_page()
    {
        var storage = new MemoryStorage(new FakeTimeProvider(Now));
        var map = new ShardMap(3);
        var written = new List<string>();
        for (var shard = 0; shard < map.Count; shard++)
        {
            for (var part = 0; part < 3; part++)
            {
                var rows = Enumerable.Range(part * 50, 50)
                    .Select(row => RowOperation.Insert($"X~{row:D3}", []))
                    .Append(RowOperation.Insert($"Y~{part}", []))
                    .ToList();
                await storage.Tables.CommitAsync(ShardMap.Partition(shard), rows, TestContext.Current.CancellationToken);
                written.AddRange(rows.Where(row => row.Key[0] == 'X').Select(row => $"{shard}/{row.Key}"));
            }
        }

        var visited = new List<string>();
        var steps = 0;
        for (WalkPosition? position = default(WalkPosition); position is { } at; steps++)
        {
            position = await at.StepAsync(storage, map, "X~", (shard, row) =>
            {
                visited.Add($"{shard}/{row.Key}");
                return Task.CompletedTask;
            });
        }

        Assert.Equal(written, visited);
        Assert.Equal(6, steps);
    }
}
