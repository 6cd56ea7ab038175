namespace JobScheduler.Storage.Tests;

/// <summary>What the four actions do, and that a commit does all or nothing.</summary>
public abstract class CommitTests<TDriver> : DriverTests<TDriver>
    where TDriver : IDriver, new()
{
    [Fact]
    public async Task Get_of_a_row_never_written_is_null() => Assert.Null(await GetAsync("a"));

    [Fact]
    public async Task Get_looks_into_its_partition_only()
    {
        await InsertAsync("a");

        Assert.Null(await Tables.GetAsync("4", "a", Cancellation));
    }

    [Fact]
    public async Task Insert_of_a_row_that_is_there_fails_and_leaves_it()
    {
        await InsertAsync("a", Number(1));

        Failed(await CommitAsync(RowOperation.Insert("a", Number(2))), 0, CommitFailure.Exists);

        Assert.Equal(1, (await GetAsync("a"))!.Columns.Number("n"));
    }

    [Fact]
    public async Task Replace_drops_the_columns_it_does_not_name()
    {
        await InsertAsync("a", Cells(("x", 1), ("y", 2)));

        Assert.True((await CommitAsync(RowOperation.Replace("a", Cells(("y", 3))))).Succeeded);

        Assert.Equal("y=3", Text((await GetAsync("a"))!.Columns));
    }

    [Fact]
    public async Task Merge_keeps_the_columns_it_does_not_name()
    {
        await InsertAsync("a", Cells(("x", 1), ("y", 2)));

        Assert.True((await CommitAsync(RowOperation.Merge("a", Cells(("y", "now text"), ("z", 3))))).Succeeded);

        Assert.Equal("x=1 y=now text z=3", Text((await GetAsync("a"))!.Columns));
    }

    [Fact]
    public async Task Upsert_creates_the_row_or_replaces_the_given_columns()
    {
        Assert.True((await CommitAsync(RowOperation.Upsert("a", Cells(("x", 1), ("y", 2))))).Succeeded);
        var result = await CommitAsync(RowOperation.Upsert("a", Cells(("y", 3))), RowOperation.Upsert("b", Cells(("z", 4))));

        Assert.True(result.Succeeded);
        Assert.Equal("x=1 y=3", Text((await GetAsync("a"))!.Columns));
        Assert.Equal("z=4", Text((await GetAsync("b"))!.Columns));
        Assert.Equal([(await GetAsync("a"))!.ETag, (await GetAsync("b"))!.ETag], result.ETags);
    }

    [Fact]
    public async Task Delete_removes_the_row_and_its_key_can_be_used_again()
    {
        await InsertAsync("a", Number(1));

        Assert.True((await CommitAsync(RowOperation.Delete("a"))).Succeeded);

        Assert.Null(await GetAsync("a"));
        await InsertAsync("a", Number(2));
    }

    [Theory]
    [InlineData(RowAction.Replace)]
    [InlineData(RowAction.Merge)]
    [InlineData(RowAction.Delete)]
    public async Task Change_of_a_missing_row_fails(RowAction action)
    {
        Failed(await CommitAsync(new RowOperation(action, "a", Number(1), null)), 0, CommitFailure.Missing);
        Failed(await CommitAsync(new RowOperation(action, "a", Number(1), "7")), 0, CommitFailure.Missing);

        Assert.Null(await GetAsync("a"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(99)]
    public async Task Failed_operation_is_named_by_its_index_and_nothing_is_changed(int failing)
    {
        foreach (var key in (string[])["old1", "old2", "old3"])
        {
            await InsertAsync(key, Number(1));
        }

        List<RowOperation> operations =
        [
            RowOperation.Replace("old1", Number(2)),
            RowOperation.Merge("old2", Number(2)),
            RowOperation.Delete("old3"),
            .. Enumerable.Range(0, 96).Select(i => RowOperation.Insert($"new{i}", Number(2))),
        ];
        operations.Insert(failing, RowOperation.Delete("missing"));

        Failed(await CommitAsync([.. operations]), failing, CommitFailure.Missing);

        Assert.Equal(["old1", "old2", "old3"], await KeysAsync(new RowQuery(Partition, "", "~~")));
        Assert.Equal(1, (await GetAsync("old1"))!.Columns.Number("n"));
        Assert.Equal(1, (await GetAsync("old2"))!.Columns.Number("n"));
    }

    [Fact]
    public async Task First_of_several_failing_operations_is_named()
    {
        await InsertAsync("a");

        var result = await CommitAsync(
            RowOperation.Insert("b", Number(1)), RowOperation.Insert("a", Number(1)), RowOperation.Delete("missing"));

        Failed(result, 1, CommitFailure.Exists);
    }

    [Fact]
    public async Task Mixed_commit_tells_an_ETag_for_each_row_but_the_deleted()
    {
        await CommitAsync(RowOperation.Insert("a", Number(1)), RowOperation.Insert("b", Number(1)), RowOperation.Insert("c", Number(1)));

        var result = await CommitAsync(
            RowOperation.Delete("a"),
            RowOperation.Merge("b", Number(2)),
            RowOperation.Insert("d", Number(2)),
            RowOperation.Replace("c", Number(2)));

        Assert.Null(result.ETags[0]);
        Assert.Equal((await GetAsync("b"))!.ETag, result.ETags[1]);
        Assert.Equal((await GetAsync("d"))!.ETag, result.ETags[2]);
        Assert.Equal((await GetAsync("c"))!.ETag, result.ETags[3]);
    }

    [Fact]
    public async Task Columns_given_to_a_commit_are_copied()
    {
        var columns = Number(1);
        await InsertAsync("a", columns);

        columns.Add("later", 2);
        (await GetAsync("a"))!.Columns.Add("later", 3);

        Assert.Equal("n=1", Text((await GetAsync("a"))!.Columns));
    }

    [Fact]
    public async Task Canceled_call_does_nothing()
    {
        var canceled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await Tables.CommitAsync(Partition, [RowOperation.Insert("a", Number(1))], canceled));

        Assert.Null(await GetAsync("a"));
    }

    internal static void Failed(CommitResult result, int index, CommitFailure failure)
    {
        Assert.False(result.Succeeded);
        Assert.Equal(index, result.FailedIndex);
        Assert.Equal(failure, result.Failure);
        Assert.Empty(result.ETags);
    }
}
