namespace JobScheduler.Storage.Tests;

/// <summary>Contents of all sizes, whole and in parts.</summary>
public abstract class BlobTests<TDriver> : DriverTests<TDriver>
    where TDriver : IDriver, new()
{
    private const string Name = "runs/3/a.b-c/result";

    [Fact]
    public async Task Get_of_a_blob_never_written_is_null() => Assert.Null(await GetBytesAsync());

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4095)]
    [InlineData(65_537)]
    [InlineData(256 * 1024)]
    [InlineData(256 * 1024 + 1)]
    [InlineData(10 * 1024 * 1024)]
    public async Task Content_of_any_size_comes_back(int size)
    {
        var content = Bytes(size);

        await Blobs.PutAsync(Name, content, Cancellation);

        Assert.Equal(content, await GetBytesAsync());
    }

    [Fact]
    public async Task Put_replaces_all_that_was_there()
    {
        await Blobs.PutAsync(Name, Bytes(600_000), Cancellation);

        await Blobs.PutAsync(Name, Bytes(10), Cancellation);

        Assert.Equal(Bytes(10), await GetBytesAsync());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(256 * 1024 - 1)]
    [InlineData(256 * 1024)]
    [InlineData(256 * 1024 + 1)]
    [InlineData(599_999)]
    [InlineData(600_000)]
    [InlineData(600_001)]
    [InlineData(long.MaxValue)]
    public async Task Get_from_an_offset_brings_the_rest(long offset)
    {
        var content = Bytes(600_000);
        await Blobs.PutAsync(Name, content, Cancellation);

        Assert.Equal(content.Skip((int)long.Min(offset, int.MaxValue)), await GetBytesAsync(offset));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 256 * 1024)]
    [InlineData(0, 600_000)]
    [InlineData(0, int.MaxValue)]
    [InlineData(1, 256 * 1024)]
    [InlineData(256 * 1024 - 1, 2)]
    [InlineData(300_000, 299_999)]
    [InlineData(300_000, 300_000)]
    [InlineData(300_000, 300_001)]
    [InlineData(600_000, 1)]
    [InlineData(600_001, 1)]
    public async Task Read_brings_a_piece_that_is_shorter_only_at_the_end(int offset, int length)
    {
        var content = Bytes(600_000);
        await Blobs.PutAsync(Name, content, Cancellation);

        var piece = await Blobs.ReadAsync(Name, offset, length, Cancellation);

        Assert.Equal(content.Skip(offset).Take(length), piece!.Value.ToArray());
    }

    [Theory]
    [InlineData(70_000)]
    [InlineData(256 * 1024)]
    public async Task Pieces_are_together_the_content_that_was_appended(int length)
    {
        var all = new List<byte>();
        foreach (var size in (int[])[300_000, 1, 65_536, 262_144])
        {
            await Blobs.AppendAsync(Name, Bytes(size), Cancellation);
            all.AddRange(Bytes(size));
        }

        var read = new List<byte>();
        while (await Blobs.ReadAsync(Name, read.Count, length, Cancellation) is { IsEmpty: false } piece)
        {
            Assert.True(piece.Length == length || read.Count + piece.Length == all.Count);
            read.AddRange(piece.ToArray());
        }

        Assert.Equal(all, read);
    }

    [Fact]
    public async Task Read_of_an_empty_blob_is_empty_and_of_none_is_null()
    {
        await Blobs.PutAsync(Name, Bytes(0), Cancellation);

        Assert.Equal(0, (await Blobs.ReadAsync(Name, 0, 10, Cancellation))!.Value.Length);
        Assert.Null(await Blobs.ReadAsync(Name + "2", 0, 10, Cancellation));
    }

    [Fact]
    public async Task Append_creates_and_then_adds_to_the_end()
    {
        var all = new List<byte>();
        foreach (var size in (int[])[3, 0, 1, 300_000, 7, 65_536])
        {
            await Blobs.AppendAsync(Name, Bytes(size), Cancellation);
            all.AddRange(Bytes(size));
            Assert.Equal(all, await GetBytesAsync());
        }

        Assert.Equal(all[300_003..], await GetBytesAsync(300_003));
    }

    [Fact]
    public async Task Append_of_nothing_creates_an_empty_blob()
    {
        await Blobs.AppendAsync(Name, Bytes(0), Cancellation);
        Assert.Empty((await GetBytesAsync())!);

        await Blobs.AppendAsync(Name, Bytes(5), Cancellation);
        Assert.Equal(Bytes(5), await GetBytesAsync());
    }

    [Fact]
    public async Task Append_adds_to_what_was_put()
    {
        await Blobs.PutAsync(Name, Bytes(2), Cancellation);

        await Blobs.AppendAsync(Name, Bytes(3), Cancellation);

        Assert.Equal(Bytes(2).Concat(Bytes(3)), await GetBytesAsync());
    }

    [Fact]
    public async Task Delete_removes_the_blob_and_no_other_and_may_be_repeated()
    {
        await Blobs.PutAsync(Name, Bytes(300_000), Cancellation);
        await Blobs.PutAsync(Name + "2", Bytes(1), Cancellation);

        await Blobs.DeleteAsync(Name, Cancellation);
        await Blobs.DeleteAsync(Name, Cancellation);

        Assert.Null(await GetBytesAsync());
        Assert.NotNull(await Blobs.GetAsync(Name + "2", 0, Cancellation));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/a")]
    [InlineData("a/")]
    [InlineData("a//b")]
    [InlineData("a b")]
    [InlineData("a\\b")]
    [InlineData("ä")]
    public async Task Name_outside_the_alphabet_is_refused(string name)
    {
        await Assert.ThrowsAsync<ArgumentException>(async () => await Blobs.PutAsync(name, Bytes(1), Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Blobs.AppendAsync(name, Bytes(1), Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Blobs.GetAsync(name, 0, Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Blobs.DeleteAsync(name, Cancellation));
    }

    [Fact]
    public async Task Negative_offset_is_refused() =>
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Blobs.GetAsync(Name, -1, Cancellation));

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 0)]
    [InlineData(0, -1)]
    public async Task Piece_before_the_content_or_without_length_is_refused(long offset, int length) =>
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Blobs.ReadAsync(Name, offset, length, Cancellation));

    private static byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        for (var i = 0; i < count; i++)
        {
            bytes[i] = (byte)((i * 31 + count) >> (i & 3));
        }

        return bytes;
    }

    private async Task<byte[]?> GetBytesAsync(long offset = 0) => (await Blobs.GetAsync(Name, offset, Cancellation))?.ToArray();
}
