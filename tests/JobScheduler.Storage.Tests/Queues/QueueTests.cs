namespace JobScheduler.Storage.Tests;

/// <summary>Order, delay, visibility, receipts.</summary>
public abstract class QueueTests<TDriver> : DriverTests<TDriver>
    where TDriver : IDriver, new()
{
    private const string Queue = "runs-normal";

    private static readonly TimeSpan Visibility = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Queue_never_used_is_empty()
    {
        Assert.Empty(await ReceiveAsync());
        Assert.Equal(0, await Queues.CountAsync(Queue, Cancellation));
        Assert.Null(await Queues.OldestAsync(Queue, Cancellation));
    }

    [Fact]
    public async Task Message_comes_back_as_it_was_sent()
    {
        var sent = Driver.Now;
        await SendAsync("{\"é\":\"日本🙂\"}");

        var message = Assert.Single(await ReceiveAsync());

        Assert.Equal("{\"é\":\"日本🙂\"}", message.Body);
        Assert.Equal(1, message.DequeueCount);
        Assert.Equal(sent, message.InsertedAt, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Messages_of_one_queue_are_not_seen_in_another()
    {
        await SendAsync("a");

        Assert.Empty(await Queues.ReceiveAsync("runs-high", 32, Visibility, Cancellation));
        Assert.Equal(0, await Queues.CountAsync("runs-high", Cancellation));
    }

    [Fact]
    public async Task Messages_are_received_in_the_order_in_which_they_became_visible()
    {
        await SendAsync("late", TimeSpan.FromSeconds(3));
        await SendAsync("soon", TimeSpan.FromSeconds(1));
        await SendAsync("first");
        await SendAsync("second");

        await Driver.PassAsync(TimeSpan.FromSeconds(4));

        Assert.Equal(["first", "second", "soon", "late"], (await ReceiveAsync()).Select(message => message.Body));
    }

    [Fact]
    public async Task Receive_takes_no_more_than_asked_and_leaves_the_rest()
    {
        for (var i = 0; i < 5; i++)
        {
            await SendAsync($"{i}");
        }

        Assert.Equal(["0", "1"], (await ReceiveAsync(2)).Select(message => message.Body));
        Assert.Equal(["2", "3", "4"], (await ReceiveAsync()).Select(message => message.Body));
        Assert.Empty(await ReceiveAsync());
    }

    [Fact]
    public async Task Delayed_message_is_invisible_until_its_time()
    {
        await SendAsync("later", TimeSpan.FromSeconds(3));

        Assert.Empty(await ReceiveAsync());
        Assert.Null(await Queues.OldestAsync(Queue, Cancellation));
        Assert.Equal(1, await Queues.CountAsync(Queue, Cancellation));

        await Driver.PassAsync(TimeSpan.FromSeconds(3));
        Assert.Single(await ReceiveAsync());
    }

    [Theory]
    [InlineData(999)]
    [InlineData(1)]
    public async Task Delay_below_a_second_is_none(int milliseconds)
    {
        await SendAsync("now", TimeSpan.FromMilliseconds(milliseconds));

        Assert.Single(await ReceiveAsync());
    }

    [Fact]
    public async Task Delay_is_cut_down_to_whole_seconds()
    {
        await SendAsync("soon", TimeSpan.FromMilliseconds(2999));

        await Driver.PassAsync(TimeSpan.FromSeconds(2));

        Assert.Single(await ReceiveAsync());
    }

    [Fact]
    public async Task Received_message_is_hidden_for_the_visibility_and_then_comes_again_counted()
    {
        await SendAsync("a");
        var first = Assert.Single(await ReceiveAsync(visibility: TimeSpan.FromSeconds(2)));
        Assert.Empty(await ReceiveAsync());

        await Driver.PassAsync(TimeSpan.FromSeconds(2));

        var second = Assert.Single(await ReceiveAsync());
        Assert.Equal(first.Id, second.Id);
        Assert.Equal(first.InsertedAt, second.InsertedAt);
        Assert.Equal(2, second.DequeueCount);
        Assert.NotEqual(first.Receipt, second.Receipt);
    }

    [Fact]
    public async Task Dequeue_count_goes_beyond_five_because_poison_is_for_the_caller_to_judge()
    {
        await SendAsync("a");
        for (var count = 1; count <= 6; count++)
        {
            Assert.Equal(count, Assert.Single(await ReceiveAsync(visibility: TimeSpan.FromSeconds(1))).DequeueCount);
            await Driver.PassAsync(TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public async Task Deleted_message_is_gone()
    {
        await SendAsync("a");
        var message = Assert.Single(await ReceiveAsync(visibility: TimeSpan.FromSeconds(1)));

        Assert.True(await Queues.DeleteAsync(Queue, message.Id, message.Receipt, Cancellation));

        await Driver.PassAsync(TimeSpan.FromSeconds(1));
        Assert.Empty(await ReceiveAsync());
        Assert.Equal(0, await Queues.CountAsync(Queue, Cancellation));
        Assert.False(await Queues.DeleteAsync(Queue, message.Id, message.Receipt, Cancellation));
    }

    [Fact]
    public async Task Receipt_is_stale_once_another_has_received()
    {
        await SendAsync("a");
        var first = Assert.Single(await ReceiveAsync(visibility: TimeSpan.FromSeconds(1)));
        await Driver.PassAsync(TimeSpan.FromSeconds(1));
        var second = Assert.Single(await ReceiveAsync());

        Assert.False(await Queues.DeleteAsync(Queue, first.Id, first.Receipt, Cancellation));
        Assert.Null(await Queues.ExtendAsync(Queue, first.Id, first.Receipt, Visibility, Cancellation));
        Assert.True(await Queues.DeleteAsync(Queue, second.Id, second.Receipt, Cancellation));
    }

    [Fact]
    public async Task Receipt_still_holds_when_the_message_is_visible_again_but_untouched()
    {
        await SendAsync("a");
        var message = Assert.Single(await ReceiveAsync(visibility: TimeSpan.FromSeconds(1)));

        await Driver.PassAsync(TimeSpan.FromSeconds(2));

        Assert.True(await Queues.DeleteAsync(Queue, message.Id, message.Receipt, Cancellation));
    }

    [Fact]
    public async Task Extend_hides_from_now_on_and_changes_the_receipt()
    {
        await SendAsync("a");
        var message = Assert.Single(await ReceiveAsync(visibility: TimeSpan.FromSeconds(2)));
        await Driver.PassAsync(TimeSpan.FromSeconds(1));

        var receipt = await Queues.ExtendAsync(Queue, message.Id, message.Receipt, TimeSpan.FromSeconds(3), Cancellation);

        Assert.NotNull(receipt);
        Assert.NotEqual(message.Receipt, receipt);
        await Driver.PassAsync(TimeSpan.FromSeconds(2));
        Assert.Empty(await ReceiveAsync());
        Assert.False(await Queues.DeleteAsync(Queue, message.Id, message.Receipt, Cancellation));
        Assert.True(await Queues.DeleteAsync(Queue, message.Id, receipt, Cancellation));
    }

    [Fact]
    public async Task Extend_by_nothing_hands_the_message_back_at_once()
    {
        await SendAsync("a");
        var message = Assert.Single(await ReceiveAsync());

        await Queues.ExtendAsync(Queue, message.Id, message.Receipt, TimeSpan.Zero, Cancellation);

        Assert.Equal(2, Assert.Single(await ReceiveAsync()).DequeueCount);
    }

    [Theory]
    [InlineData("no-id", "no-receipt")]
    [InlineData("0", "0")]
    [InlineData("1", "0")]
    [InlineData("", "")]
    public async Task Ids_and_receipts_that_were_never_given_out_are_stale(string id, string receipt)
    {
        await SendAsync("a");

        Assert.False(await Queues.DeleteAsync(Queue, id, receipt, Cancellation));
        Assert.Null(await Queues.ExtendAsync(Queue, id, receipt, Visibility, Cancellation));
        Assert.Single(await ReceiveAsync());
    }

    [Fact]
    public async Task Receipt_of_one_queue_means_nothing_in_another()
    {
        await SendAsync("a");
        var message = Assert.Single(await ReceiveAsync());

        Assert.False(await Queues.DeleteAsync("runs-high", message.Id, message.Receipt, Cancellation));
        Assert.Equal(1, await Queues.CountAsync(Queue, Cancellation));
    }

    [Fact]
    public async Task Oldest_is_when_the_visible_head_was_sent()
    {
        var sent = Driver.Now;
        await SendAsync("a", TimeSpan.FromSeconds(1));
        await Driver.PassAsync(TimeSpan.FromSeconds(2));
        await SendAsync("b");

        Assert.Equal(sent, (await Queues.OldestAsync(Queue, Cancellation))!.Value, TimeSpan.FromSeconds(1));
        var head = Assert.Single(await ReceiveAsync(1));
        Assert.Equal("a", head.Body);
        Assert.Equal(sent + TimeSpan.FromSeconds(2), (await Queues.OldestAsync(Queue, Cancellation))!.Value, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Count_includes_the_invisible()
    {
        await SendAsync("a");
        await ReceiveAsync();
        await SendAsync("b", TimeSpan.FromDays(1));
        await SendAsync("c");

        Assert.Equal(3, await Queues.CountAsync(Queue, Cancellation));
    }

    private ValueTask SendAsync(string body, TimeSpan delay = default) => Queues.SendAsync(Queue, body, delay, Cancellation);

    private ValueTask<IReadOnlyList<QueueMessage>> ReceiveAsync(int max = 32, TimeSpan? visibility = null) =>
        Queues.ReceiveAsync(Queue, max, visibility ?? Visibility, Cancellation);
}
