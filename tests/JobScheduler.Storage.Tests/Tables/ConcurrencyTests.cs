namespace JobScheduler.Storage.Tests;

/// <summary>Many writers at once, within one process.</summary>
public abstract class ConcurrencyTests<TDriver> : DriverTests<TDriver>
    where TDriver : IDriver, new()
{
    private const int Writers = 16;

    [Fact]
    public async Task Every_writer_reads_its_own_writes()
    {
        await AtOnceAsync(async writer =>
        {
            for (var i = 0; i < 25; i++)
            {
                var key = $"w{writer}~{i}";
                await Tables.CommitAsync(Partition, [RowOperation.Insert(key, Number(i))], Cancellation);
                Assert.Equal(i, (await GetAsync(key))!.Columns.Number("n"));
                Assert.Equal(i + 1, (await KeysAsync(RowQuery.Prefix(Partition, $"w{writer}~"))).Count);
            }
        });

        Assert.Equal(Writers * 25, (await KeysAsync(new RowQuery(Partition, "", "~~"))).Count);
    }

    [Fact]
    public async Task Exactly_one_of_many_changes_of_one_version_wins()
    {
        var etag = await InsertAsync("contested");
        var wins = 0;

        await AtOnceAsync(async writer =>
        {
            var result = await CommitAsync(
                RowOperation.Insert($"trace{writer}", Number(writer)), RowOperation.Replace("contested", Number(writer), etag));
            Assert.True(result.Succeeded || result is { FailedIndex: 1, Failure: CommitFailure.Changed });
            Interlocked.Add(ref wins, result.Succeeded ? 1 : 0);
        });

        Assert.Equal(1, wins);
        var winner = (await GetAsync("contested"))!.Columns.Number("n");
        Assert.Equal([$"trace{winner}"], await KeysAsync(new RowQuery(Partition, "trace", "tracf")));
    }

    [Fact]
    public async Task Exactly_one_of_many_inserts_of_one_key_wins()
    {
        var wins = 0;

        await AtOnceAsync(async writer =>
            Interlocked.Add(ref wins, (await CommitAsync(RowOperation.Insert("once", Number(writer)))).Succeeded ? 1 : 0));

        Assert.Equal(1, wins);
    }

    [Fact]
    public async Task Counter_raised_by_many_loses_no_step()
    {
        await InsertAsync("counter", Number(0));

        await AtOnceAsync(async _ =>
        {
            for (var done = 0; done < 10;)
            {
                var row = (await GetAsync("counter"))!;
                var raised = Number(row.Columns.Number("n")!.Value + 1);
                done += (await CommitAsync(RowOperation.Merge("counter", raised, row.ETag))).Succeeded ? 1 : 0;
            }
        });

        Assert.Equal(Writers * 10, (await GetAsync("counter"))!.Columns.Number("n"));
    }

    [Fact]
    public async Task Failing_commits_do_not_undo_those_of_others()
    {
        await InsertAsync("there");

        await AtOnceAsync(async writer =>
        {
            for (var i = 0; i < 10; i++)
            {
                var id = $"{writer}~{i}";
                var good = await CommitAsync(
                    RowOperation.Insert($"good~{id}~1", Number(1)), RowOperation.Insert($"good~{id}~2", Number(1)));
                var bad = await CommitAsync(RowOperation.Insert($"bad~{id}", Number(1)), RowOperation.Insert("there", Number(1)));
                Assert.True(good.Succeeded);
                Assert.Equal(1, bad.FailedIndex);
            }
        });

        Assert.Equal(Writers * 20, (await KeysAsync(RowQuery.Prefix(Partition, "good~"))).Count);
        Assert.Empty(await KeysAsync(RowQuery.Prefix(Partition, "bad~")));
    }

    [Fact]
    public async Task Every_message_is_received_once_by_one_of_many()
    {
        const string queue = "work";
        await AtOnceAsync(async writer =>
        {
            for (var i = 0; i < 10; i++)
            {
                await Queues.SendAsync(queue, $"{writer} {i}", TimeSpan.Zero, Cancellation);
            }
        });
        var received = new System.Collections.Concurrent.ConcurrentBag<string>();

        await AtOnceAsync(async _ =>
        {
            while (await Queues.ReceiveAsync(queue, 3, TimeSpan.FromMinutes(5), Cancellation) is { Count: > 0 } messages)
            {
                foreach (var message in messages)
                {
                    received.Add(message.Body);
                    Assert.True(await Queues.DeleteAsync(queue, message.Id, message.Receipt, Cancellation));
                }
            }
        });

        Assert.Equal(Writers * 10, received.Count);
        Assert.Equal(Writers * 10, received.Distinct().Count());
        Assert.Equal(0, await Queues.CountAsync(queue, Cancellation));
    }

    private static Task AtOnceAsync(Func<int, Task> work) =>
        Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() => work(writer), Cancellation)));
}
