namespace JobScheduler.Storage.Tests;

/// <summary>What Azure Tables refuses, every driver refuses, and changes nothing.</summary>
public abstract class LimitTests<TDriver> : DriverTests<TDriver>
    where TDriver : IDriver, new()
{
    private const int CellsOfMegabyte = 15;

    [Fact]
    public async Task Commit_of_100_operations_succeeds()
    {
        var result = await CommitAsync(Inserts(100));

        Assert.Equal(100, result.ETags.Count);
    }

    [Fact]
    public async Task Commit_of_101_operations_is_refused() => await RefusedAsync(Inserts(101));

    [Fact]
    public async Task Commit_of_nothing_is_refused() => await RefusedAsync();

    [Fact]
    public async Task Commit_naming_a_row_twice_is_refused() =>
        await RefusedAsync(RowOperation.Insert("a", Number(1)), RowOperation.Merge("a", Number(2)));

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a#")]
    [InlineData("a?")]
    [InlineData("a b")]
    [InlineData("ä")]
    [InlineData("a\n")]
    public async Task Key_outside_the_alphabet_is_refused(string key)
    {
        await RefusedAsync(RowOperation.Insert(key, Number(1)));
        await Assert.ThrowsAsync<ArgumentException>(async () => await GetAsync(key));
        await Assert.ThrowsAsync<ArgumentException>(
            async () => await Tables.CommitAsync(key, [RowOperation.Insert("a", Number(1))], Cancellation));
    }

    [Fact]
    public async Task Key_of_the_whole_alphabet_and_full_length_is_kept()
    {
        var alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~|";
        var key = alphabet.PadRight(StorageLimits.KeyLength, '~');

        await InsertAsync(key);

        Assert.Equal(key, (await GetAsync(key))!.Key);
        await RefusedAsync(RowOperation.Insert(key + "~", Number(1)));
    }

    [Fact]
    public async Task Text_of_32K_characters_is_kept_and_one_more_is_refused()
    {
        var text = new string('x', 32 * 1024);
        await InsertAsync("a", Cells(("t", text)));

        Assert.Equal(text, (await GetAsync("a"))!.Columns.Text("t"));
        await RefusedAsync(RowOperation.Insert("b", Cells(("t", text + "x"))));
    }

    [Fact]
    public async Task Row_beyond_1_MiB_is_refused()
    {
        await InsertAsync("a", Large(CellsOfMegabyte));

        await RefusedAsync(RowOperation.Insert("b", Large(CellsOfMegabyte + 1)));
    }

    [Fact]
    public async Task Merge_that_makes_a_row_larger_than_1_MiB_is_refused_whole()
    {
        Assert.SkipUnless(Driver.ChecksMergedRows, "this emulator does not look at the size of merged rows");
        await InsertAsync("a", Large(CellsOfMegabyte));

        await RefusedAsync(RowOperation.Insert("b", Number(1)), RowOperation.Merge("a", Cells(("more", new string('y', 32 * 1024)))));

        Assert.Null(await GetAsync("b"));
        Assert.Null((await GetAsync("a"))!.Columns.Text("more"));
    }

    [Fact]
    public async Task Row_of_more_than_252_columns_is_refused()
    {
        var columns = new Columns();
        for (var i = 0; i < 252; i++)
        {
            columns.Add($"c{i}", i);
        }

        await InsertAsync("a", columns);
        columns.Add("c252", 252);

        await RefusedAsync(RowOperation.Insert("b", columns));
    }

    [Fact]
    public async Task Commit_beyond_4_MiB_is_refused()
    {
        await CommitAsync([.. Enumerable.Range(0, 4).Select(i => RowOperation.Insert($"a{i}", Large(CellsOfMegabyte)))]);

        await RefusedAsync([.. Enumerable.Range(0, 5).Select(i => RowOperation.Insert($"b{i}", Large(CellsOfMegabyte)))]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1001)]
    public async Task Page_of_less_than_1_or_more_than_1000_rows_is_refused(int limit) =>
        await Assert.ThrowsAsync<ArgumentException>(
            async () => await Tables.ReadAsync(new RowQuery(Partition, "a", "b") { Limit = limit }, Cancellation));

    private static RowOperation[] Inserts(int count) =>
        [.. Enumerable.Range(0, count).Select(i => RowOperation.Insert($"r{i:000}", Number(i)))];

    private static Columns Large(int cells)
    {
        var columns = new Columns();
        for (var i = 0; i < cells; i++)
        {
            columns.Add($"c{i}", new string('x', 32 * 1024));
        }

        return columns;
    }

    private async Task RefusedAsync(params RowOperation[] operations)
    {
        var before = await KeysAsync(new RowQuery(Partition, "", "~~"));

        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await CommitAsync(operations));

        Assert.Equal(before, await KeysAsync(new RowQuery(Partition, "", "~~")));
    }
}
