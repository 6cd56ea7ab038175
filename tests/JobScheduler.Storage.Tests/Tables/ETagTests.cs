namespace JobScheduler.Storage.Tests;

/// <summary>Changes that name the version they expect.</summary>
public abstract class ETagTests<TDriver> : DriverTests<TDriver>
    where TDriver : IDriver, new()
{
    [Theory]
    [InlineData(RowAction.Replace)]
    [InlineData(RowAction.Merge)]
    [InlineData(RowAction.Delete)]
    public async Task Change_with_the_current_ETag_succeeds(RowAction action)
    {
        var etag = await InsertAsync("a");

        Assert.True((await CommitAsync(new RowOperation(action, "a", Number(1), etag))).Succeeded);
    }

    [Fact]
    public async Task ETag_can_stand_between_the_quotes_of_a_header()
    {
        var written = await InsertAsync("a");

        Assert.All(
            [written, (await GetAsync("a"))!.ETag],
            etag => Assert.True(etag.Length > 0 && etag.All(c => c is > ' ' and <= '~' and not '"'), etag));
    }

    [Theory]
    [InlineData(RowAction.Replace)]
    [InlineData(RowAction.Merge)]
    [InlineData(RowAction.Delete)]
    public async Task Change_with_an_old_ETag_fails_and_leaves_the_row(RowAction action)
    {
        var old = await InsertAsync("a");
        await CommitAsync(RowOperation.Merge("a", Number(5)));

        var result = await CommitAsync(new RowOperation(action, "a", Number(1), old));

        CommitTests<TDriver>.Failed(result, 0, CommitFailure.Changed);
        Assert.Equal(5, (await GetAsync("a"))!.Columns.Number("n"));
    }

    [Theory]
    [InlineData(RowAction.Replace)]
    [InlineData(RowAction.Merge)]
    [InlineData(RowAction.Delete)]
    public async Task Change_with_an_ETag_that_was_never_given_out_fails(RowAction action)
    {
        await InsertAsync("a");

        var result = await CommitAsync(RowOperation.Insert("b", Number(1)), new RowOperation(action, "a", Number(1), "W/\"nobody's\""));

        CommitTests<TDriver>.Failed(result, 1, CommitFailure.Changed);
        Assert.Null(await GetAsync("b"));
    }

    [Theory]
    [InlineData(RowAction.Replace)]
    [InlineData(RowAction.Merge)]
    [InlineData(RowAction.Delete)]
    public async Task Change_without_an_ETag_takes_any_version(RowAction action)
    {
        await InsertAsync("a");
        await CommitAsync(RowOperation.Merge("a", Number(5)));

        Assert.True((await CommitAsync(new RowOperation(action, "a", Number(1), null))).Succeeded);
    }

    [Fact]
    public async Task Every_write_gives_a_new_ETag_even_when_nothing_differs()
    {
        var etags = new List<string> { await InsertAsync("a") };
        etags.Add((await CommitAsync(RowOperation.Replace("a", Number(0)))).ETags[0]!);
        etags.Add((await CommitAsync(RowOperation.Merge("a", Number(0)))).ETags[0]!);
        await CommitAsync(RowOperation.Delete("a"));
        etags.Add(await InsertAsync("a"));

        Assert.Equal(4, etags.Distinct().Count());
    }

    [Fact]
    public async Task Get_and_read_show_the_ETag_of_the_last_commit()
    {
        await InsertAsync("a");
        var etag = (await CommitAsync(RowOperation.Merge("a", Number(1)))).ETags[0];

        Assert.Equal(etag, (await GetAsync("a"))!.ETag);
        Assert.Equal(etag, (await Tables.ReadAsync(new RowQuery(Partition, "a", "b"), Cancellation)).Rows.Single().ETag);
    }

    [Fact]
    public async Task Failed_commit_leaves_ETags_as_they_were()
    {
        var etag = await InsertAsync("a");

        await CommitAsync(RowOperation.Merge("a", Number(1)), RowOperation.Delete("missing"));

        Assert.Equal(etag, (await GetAsync("a"))!.ETag);
    }
}
