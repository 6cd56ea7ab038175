namespace JobScheduler.Storage.Tests;

/// <summary>What is written comes back exactly.</summary>
public abstract class ValueTests<TDriver> : DriverTests<TDriver>
    where TDriver : IDriver, new()
{
    private int _rows;

    // Lone halves of surrogate pairs are no valid Unicode, and still what somebody wrote.
    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("\0")]
    [InlineData("\r\n\t")]
    [InlineData("é 日本語 🙂 e\u0301 \u202E \uFEFF \uFFFF")]
    [InlineData("'; DROP TABLE rows --")]
    public async Task Text_of_any_characters_comes_back(string text)
    {
        Assert.Equal(text, (await RoundAsync(text)).Text);
        Assert.Equal(text + '\uD800', (await RoundAsync(text + '\uD800')).Text);
        Assert.Equal('\uDC00' + text, (await RoundAsync('\uDC00' + text)).Text);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(63)]
    [InlineData(-64)]
    [InlineData(64)]
    [InlineData(1L << 53)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public async Task Number_comes_back(long number) => Assert.Equal(number, (await RoundAsync(number)).Number);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Flag_comes_back(bool flag) => Assert.Equal(flag, (await RoundAsync(flag)).Flag);

    [Fact]
    public async Task Time_comes_back_to_the_100_ns()
    {
        var time = new DateTimeOffset(2026, 10, 25, 2, 30, 0, TimeSpan.FromHours(2)).AddTicks(1);

        Assert.Equal(time.UtcTicks, (await RoundAsync(time)).Time.Ticks);
        Assert.Equal(TimeSpan.Zero, (await RoundAsync(time)).Time.Offset);
    }

    [Fact]
    public async Task Row_without_columns_comes_back()
    {
        await InsertAsync("a", Columns.None);

        Assert.Empty((await GetAsync("a"))!.Columns);
    }

    private async Task<ColumnValue> RoundAsync(ColumnValue value)
    {
        var key = $"v{_rows++}";
        await InsertAsync(key, Cells(("before", 1), ("v", value), ("after", "x")));
        await CommitAsync(RowOperation.Merge(key, Cells(("after", "y"))));
        Assert.True((await GetAsync(key))!.Columns.TryGet("v", out var found));
        return found;
    }
}
