namespace JobScheduler.Storage.Tests;

/// <summary>Ranges, pages, filters and selections.</summary>
public abstract class ReadTests<TDriver> : DriverTests<TDriver>
    where TDriver : IDriver, new()
{
    [Fact]
    public async Task Read_is_in_ordinal_order()
    {
        await FillAsync("b", "a", "Z", "_", "~", "|", "9", "-", ".", "a~", "a-", "aa", "A");

        Assert.Equal(
            ["-", ".", "9", "A", "Z", "_", "a", "a-", "aa", "a~", "b", "|", "~"], await KeysAsync(new RowQuery(Partition, "", "~~")));
    }

    [Fact]
    public async Task Read_includes_the_first_key_and_excludes_the_end()
    {
        await FillAsync("a", "b", "b1", "c", "d");

        Assert.Equal(["b", "b1"], await KeysAsync(new RowQuery(Partition, "b", "c")));
    }

    [Theory]
    [InlineData("x", "y")]
    [InlineData("b", "b")]
    [InlineData("c", "a")]
    public async Task Read_of_an_empty_range_brings_nothing(string from, string to)
    {
        await FillAsync("a", "b", "c");

        var page = await Tables.ReadAsync(new RowQuery(Partition, from, to), Cancellation);

        Assert.Empty(page.Rows);
        Assert.Null(page.Continuation);
    }

    [Fact]
    public async Task Read_of_a_prefix_leaves_the_neighbours_out()
    {
        await FillAsync("J~a", "J~a~", "J~a~1", "J~a~b", "J~a~zz~zz");
        await FillAsync("J~a.~1", "J~a-~1", "J~a|~1", "J~ab~1", "J~b~1", "J~A~1", "I~a~1", "K~a~1");

        Assert.Equal(["J~a~", "J~a~1", "J~a~b", "J~a~zz~zz"], await KeysAsync(RowQuery.Prefix(Partition, "J~a~")));
    }

    [Fact]
    public async Task Read_stays_in_its_partition()
    {
        await FillAsync("a");
        await Tables.CommitAsync("30", [RowOperation.Insert("b", Number(1))], Cancellation);

        Assert.Equal(["a"], await KeysAsync(new RowQuery(Partition, "", "~~")));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(10)]
    [InlineData(1000)]
    public async Task Pages_bring_every_row_once_whatever_their_size(int limit)
    {
        var keys = Enumerable.Range(0, 10).Select(i => $"r{i}").ToArray();
        await FillAsync(keys);

        var pages = await PagesAsync(new RowQuery(Partition, "r", "s") { Limit = limit });

        Assert.Equal(keys, pages.SelectMany(page => page.Rows).Select(row => row.Key));
        Assert.All(pages, page => Assert.True(page.Rows.Count <= limit));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(20_004, 1)]
    [InlineData(20_005, 2)]
    [InlineData(60_012, 3)]
    [InlineData(60_013, 4)]
    [InlineData(int.MaxValue, 10)]
    public async Task Page_ends_with_the_row_that_reaches_its_bytes_and_every_row_comes_once(int bytes, int rows)
    {
        // A text of 10,000 characters counts 20,004.
        var keys = Enumerable.Range(0, 10).Select(i => $"r{i}").ToArray();
        await CommitAsync([.. keys.Select(key => RowOperation.Insert(key, new Columns { { "text", new string('x', 10_000) } }))]);

        var pages = await PagesAsync(new RowQuery(Partition, "r", "s") { Bytes = bytes });

        Assert.Equal(keys, pages.SelectMany(page => page.Rows).Select(row => row.Key));
        Assert.Equal(rows, pages[0].Rows.Count);
        Assert.Equal(
            (10 + rows - 1) / rows, pages.Count(page => page.Rows.Count > 0));
    }

    [Fact]
    public async Task Page_of_bytes_counts_only_the_columns_that_are_selected()
    {
        await CommitAsync([.. Enumerable.Range(0, 5).Select(
            i => RowOperation.Insert($"r{i}", new Columns { { "text", new string('x', 10_000) }, { "n", i } }))]);

        var page = await Tables.ReadAsync(new RowQuery(Partition, "r", "s") { Bytes = 1000, Select = ["n"] }, Cancellation);

        Assert.Equal(5, page.Rows.Count);
    }

    [Fact]
    public async Task Continuation_goes_on_when_rows_come_and_go_between_two_pages()
    {
        await FillAsync("a", "c", "e", "g");
        var query = new RowQuery(Partition, "a", "z") { Limit = 2 };
        var first = await Tables.ReadAsync(query, Cancellation);

        await CommitAsync(
            RowOperation.Insert("b", Number(1)), RowOperation.Delete("c"), RowOperation.Delete("e"), RowOperation.Insert("f", Number(1)));

        Assert.Equal(["f", "g"], await KeysAsync(query with { From = first.Rows[^1].Key + ".", Continuation = first.Continuation }));
        var rest = await Tables.ReadAsync(query with { Continuation = first.Continuation }, Cancellation);
        Assert.Equal(["f", "g"], rest.Rows.Select(row => row.Key));
    }

    [Fact]
    public async Task Filtered_pages_bring_every_match_once_even_when_matches_are_rare()
    {
        for (var i = 0; i < 2500; i += 100)
        {
            await CommitAsync([.. Enumerable.Range(i, 100).Select(n => RowOperation.Insert($"r{n:0000}", Number(n)))]);
        }

        var pages = await PagesAsync(new RowQuery(Partition, "r", "s")
        {
            Limit = 2,
            Filters = [new("n", Comparison.GreaterOrEqual, 1997), new("n", Comparison.Less, 2002)],
        });

        Assert.Equal(["r1997", "r1998", "r1999", "r2000", "r2001"], pages.SelectMany(page => page.Rows).Select(row => row.Key));
        Assert.All(pages, page => Assert.True(page.Rows.Count <= 2));
    }

    [Theory]
    [InlineData(Comparison.Equal, "b")]
    [InlineData(Comparison.NotEqual, "a c")]
    [InlineData(Comparison.Less, "a")]
    [InlineData(Comparison.LessOrEqual, "a b")]
    [InlineData(Comparison.Greater, "c")]
    [InlineData(Comparison.GreaterOrEqual, "b c")]
    public async Task Filter_compares_each_kind_of_value(Comparison comparison, string expected)
    {
        var noon = Driver.Now;
        await CommitAsync(
            RowOperation.Insert("a", Cells(("n", -5), ("t", "B"), ("w", noon.AddTicks(-1)))),
            RowOperation.Insert("b", Cells(("n", 0), ("t", "a"), ("w", noon))),
            RowOperation.Insert("c", Cells(("n", 7), ("t", "ab"), ("w", noon.AddTicks(1)))),
            RowOperation.Insert("d", Cells(("n", "text"), ("t", 1), ("w", true))),
            RowOperation.Insert("e", Cells(("other", 1))));

        foreach (var filter in (ColumnFilter[])[new("n", comparison, 0), new("t", comparison, "a"), new("w", comparison, noon)])
        {
            Assert.Equal(expected.Split(' '), await KeysAsync(new RowQuery(Partition, "a", "z") { Filters = [filter] }));
        }
    }

    [Fact]
    public async Task Select_brings_the_named_columns_and_filters_on_the_others()
    {
        await CommitAsync(
            RowOperation.Insert("a", Cells(("x", 1), ("y", 2), ("z", 3))), RowOperation.Insert("b", Cells(("x", 9), ("y", 2), ("z", 3))));

        var page = await Tables.ReadAsync(
            new RowQuery(Partition, "a", "z") { Select = ["z", "y", "none"], Filters = [new("x", Comparison.Equal, 1)] }, Cancellation);

        Assert.Equal("y=2 z=3", Text(page.Rows.Single().Columns));
    }

    private async Task FillAsync(params string[] keys) =>
        Assert.True((await CommitAsync([.. keys.Select(key => RowOperation.Insert(key, Number(1)))])).Succeeded);
}
