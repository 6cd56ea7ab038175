using System.Text;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using JobScheduler.Storage.Azure;

namespace JobScheduler.Storage.Tests;

/// <summary>What others see in the account: the Functions host, people in the portal.</summary>
public sealed class WireTests : AzureTests
{
    [Fact]
    public async Task Message_is_base64_on_the_wire()
    {
        var (storage, queue) = await QueueAsync();
        await storage.Queues.SendAsync(Queue, "{\"é\":1}", TimeSpan.Zero, Cancellation);

        var raw = (await queue.ReceiveMessageAsync(null, Cancellation)).Value.MessageText;

        Assert.Equal("{\"é\":1}", Encoding.UTF8.GetString(Convert.FromBase64String(raw)));
    }

    [Fact]
    public async Task Message_never_expires()
    {
        var (storage, queue) = await QueueAsync();
        await storage.Queues.SendAsync(Queue, "a", TimeSpan.Zero, Cancellation);

        Assert.Equal(9999, (await queue.ReceiveMessageAsync(null, Cancellation)).Value.ExpiresOn!.Value.Year);
    }

    [Theory]
    [InlineData("plain text")]
    [InlineData("/w==")]
    public async Task Message_of_somebody_else_comes_as_it_is(string raw)
    {
        var (storage, queue) = await QueueAsync();
        await queue.SendMessageAsync(raw, Cancellation);

        Assert.Equal(raw, (await storage.Queues.ReceiveAsync(Queue, 1, TimeSpan.FromSeconds(1), Cancellation)).Single().Body);
    }

    [Fact]
    public async Task Message_of_somebody_else_larger_than_any_of_ours_is_received()
    {
        var (storage, queue) = await QueueAsync();
        var raw = new string('*', 64 * 1024);
        await queue.SendMessageAsync(raw, Cancellation);

        Assert.Equal(raw, (await storage.Queues.ReceiveAsync(Queue, 1, TimeSpan.FromSeconds(1), Cancellation)).Single().Body);
    }

    [Fact]
    public async Task Extended_message_keeps_its_body()
    {
        var (storage, _) = await QueueAsync();
        await storage.Queues.SendAsync(Queue, "kept", TimeSpan.Zero, Cancellation);
        var message = (await storage.Queues.ReceiveAsync(Queue, 1, TimeSpan.FromSeconds(30), Cancellation)).Single();

        await storage.Queues.ExtendAsync(Queue, message.Id, message.Receipt, TimeSpan.Zero, Cancellation);

        Assert.Equal("kept", (await storage.Queues.ReceiveAsync(Queue, 1, TimeSpan.FromSeconds(30), Cancellation)).Single().Body);
    }

    [Fact]
    public async Task Columns_are_properties_that_people_can_filter_by_and_those_of_people_are_kept()
    {
        var (storage, connection, prefix) = await OpenAsync();
        var table = new TableClient(connection, prefix);
        var time = Time.GetUtcNow();
        var columns = Number(1);
        columns.Add("text", "it's");
        columns.Add("flag", true);
        columns.Add("time", time);
        await CommitAsync(storage, RowOperation.Insert("a", columns));
        await table.UpdateEntityAsync(
            new TableEntity("1", "a") { ["share"] = 0.5, ["small"] = 7 }, new("*"), TableUpdateMode.Merge, Cancellation);
        await CommitAsync(storage, RowOperation.Merge("a", Number(2)));

        var entity = (await table.GetEntityAsync<TableEntity>("1", "a", null, Cancellation)).Value;
        Assert.Equal((2L, "it's", true, time, 0.5), (entity["n"], entity["text"], entity["flag"], entity["time"], entity["share"]));
        var row = (await storage.Tables.GetAsync("1", "a", Cancellation))!;
        Assert.Equal(7, row.Columns.Number("small"));
        Assert.False(row.Columns.TryGet("share", out _));
    }

    [Theory]
    [InlineData("x' or PartitionKey ne '")]
    [InlineData("'")]
    [InlineData("%27")]
    public async Task Filter_values_cannot_break_out(string value)
    {
        var (storage, _, _) = await OpenAsync();
        var columns = new Columns();
        columns.Add("t", value);
        await CommitAsync(storage, RowOperation.Insert("a", columns), RowOperation.Insert("b", Number(1)));

        var page = await storage.Tables.ReadAsync(
            new RowQuery("1", "a", "z") { Filters = [new("t", Comparison.Equal, value)] }, Cancellation);

        Assert.Equal("a", Assert.Single(page.Rows).Key);
    }

    [Theory]
    [InlineData("RowKey")]
    [InlineData("timestamp")]
    [InlineData("n eq 1 or n")]
    [InlineData("1n")]
    [InlineData("")]
    public async Task Column_names_that_are_none_are_refused(string name)
    {
        var (storage, _, _) = await OpenAsync();
        var columns = new Columns();
        columns.Add(name, 1);

        await Assert.ThrowsAsync<ArgumentException>(async () => await CommitAsync(storage, RowOperation.Insert("a", columns)));
        await Assert.ThrowsAsync<ArgumentException>(async () =>
            await storage.Tables.ReadAsync(new RowQuery("1", "a", "z") { Filters = [new(name, Comparison.Equal, 1)] }, Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(async () =>
            await storage.Tables.ReadAsync(new RowQuery("1", "a", "z") { Select = [name] }, Cancellation));
    }

    [Theory]
    [InlineData("a/../b", "a/b", "b")]
    [InlineData("a/./b", "a/b", "b")]
    [InlineData("a.", "a", "a..")]
    public async Task Blob_names_of_dots_are_names_of_their_own(string name, string other, string another)
    {
        var (storage, _, _) = await OpenAsync();

        await storage.Blobs.PutAsync(name, new byte[3], Cancellation);

        Assert.Equal(3, (await storage.Blobs.GetAsync(name, 0, Cancellation))!.Value.Length);
        Assert.Null(await storage.Blobs.GetAsync(other, 0, Cancellation));
        Assert.Null(await storage.Blobs.GetAsync(another, 0, Cancellation));
    }

    [Fact]
    public void Names_are_of_the_prefix()
    {
        var names = new AzureNames("acme");

        Assert.Equal(("acme", "acme-blobs", "acme-runs-high-poison"), (names.Table, names.Container, names.Queue("runs-high-poison")));
    }

    private static async Task<(AzureStorage Storage, QueueClient Queue)> QueueAsync()
    {
        var (storage, connection, prefix) = await OpenAsync();
        return (storage, new QueueClient(connection, new AzureNames(prefix).Queue(Queue)));
    }
}
