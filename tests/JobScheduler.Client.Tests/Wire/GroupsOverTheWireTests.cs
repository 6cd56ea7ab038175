namespace JobScheduler.Client.Tests.Wire;

public sealed class GroupsOverTheWireTests(WireHost host) : IClassFixture<WireHost>
{
    private GroupsClient Groups => host.Client.Groups;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Put_reads_back_lists_and_deletes()
    {
        var written = await Groups.PutAsync(new Group { Id = "database", Max = 5 }, Precondition.Absent, Cancellation);
        var read = await Groups.GetAsync("database", Cancellation);
        var again = await Groups.PutAsync(read with { Max = 7 }, Precondition.Unchanged(read.ETag), Cancellation);

        Assert.Equal(written.ETag, read.ETag);
        Assert.Equal((7, 0), (again.Max, again.Waiting));
        Assert.Empty(again.Holders!);
        // Whatever the server writes, this client knows.
        Assert.Null(again.Others);
        Assert.Equal(["database"], await Groups.ListAsync(Cancellation).Select(group => group.Id).ToListAsync(Cancellation));
        await Assert.ThrowsAsync<PreconditionFailedException>(
            () => Groups.DeleteAsync("database", Precondition.Unchanged(read.ETag), Cancellation));
        await Groups.DeleteAsync("database", default, Cancellation);
        await Assert.ThrowsAsync<NotFoundException>(() => Groups.GetAsync("database", Cancellation));
    }

    [Fact]
    public async Task Job_with_limits_reads_back_and_can_be_put_again()
    {
        await Groups.PutAsync(new Group { Id = "shared", Max = 2 }, default, Cancellation);
        var job = new Job
        {
            Id = "limited",
            Target = new HandlerTarget { Name = "echo" },
            Concurrency = new Concurrency { Max = 3, Key = "/customer", Group = "shared", OnLimit = OnLimit.CancelOldest },
            Rate = new JobRate { Limit = new Rate(50, 's'), Burst = 9, Cost = "/units" },
        };

        await host.Client.Jobs.PutAsync(job, default, Cancellation);
        var read = await host.Client.Jobs.GetAsync("limited", Cancellation);

        Assert.Equal((job.Concurrency, job.Rate), (read.Concurrency, read.Rate));
        Assert.Equal(1, (await host.Client.Jobs.PutAsync(read, default, Cancellation)).Version);
    }
}
