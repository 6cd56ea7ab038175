namespace JobScheduler.Storage.Tests;

/// <summary>What Azure Queues refuses, every driver refuses.</summary>
public abstract class QueueLimitTests<TDriver> : DriverTests<TDriver>
    where TDriver : IDriver, new()
{
    private const string Queue = "runs-normal";

    private static readonly TimeSpan Visibility = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("")]
    [InlineData("ab")]
    [InlineData("Runs")]
    [InlineData("runs_high")]
    [InlineData("-runs")]
    [InlineData("runs-")]
    [InlineData("runs--high")]
    [InlineData("a234567890123456789012345678901234567890123")]
    public async Task Name_that_is_none_is_refused(string queue)
    {
        await RefusedAsync(async () => await Queues.SendAsync(queue, "a", TimeSpan.Zero, Cancellation));
        await RefusedAsync(async () => await Queues.ReceiveAsync(queue, 1, Visibility, Cancellation));
        await RefusedAsync(async () => await Queues.ExtendAsync(queue, "1", "1", Visibility, Cancellation));
        await RefusedAsync(async () => await Queues.DeleteAsync(queue, "1", "1", Cancellation));
        await RefusedAsync(async () => await Queues.CountAsync(queue, Cancellation));
        await RefusedAsync(async () => await Queues.OldestAsync(queue, Cancellation));
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("a-1")]
    [InlineData("a23456789012345678901234567890123456789012")]
    public async Task Name_of_3_to_42_characters_is_taken(string queue)
    {
        await Queues.SendAsync(queue, "a", TimeSpan.Zero, Cancellation);

        Assert.Single(await Queues.ReceiveAsync(queue, 1, Visibility, Cancellation));
    }

    [Theory]
    [InlineData('x', 48 * 1024)]
    [InlineData('é', 24 * 1024)]
    public async Task Body_of_48_KiB_is_kept_and_one_more_character_is_refused(char character, int count)
    {
        var body = new string(character, count);
        await Queues.SendAsync(Queue, body, TimeSpan.Zero, Cancellation);

        Assert.Equal(body, Assert.Single(await Queues.ReceiveAsync(Queue, 1, Visibility, Cancellation)).Body);
        await RefusedAsync(async () => await Queues.SendAsync(Queue, body + "x", TimeSpan.Zero, Cancellation));
    }

    [Fact]
    public async Task Empty_body_is_kept()
    {
        await Queues.SendAsync(Queue, "", TimeSpan.Zero, Cancellation);

        Assert.Equal("", Assert.Single(await Queues.ReceiveAsync(Queue, 1, Visibility, Cancellation)).Body);
    }

    [Fact]
    public async Task Delay_of_7_days_is_taken_and_a_second_more_is_refused()
    {
        await Queues.SendAsync(Queue, "a", TimeSpan.FromDays(7), Cancellation);

        Assert.Equal(1, await Queues.CountAsync(Queue, Cancellation));
        await RefusedAsync(async () => await Queues.SendAsync(Queue, "a", TimeSpan.FromDays(7) + TimeSpan.FromSeconds(1), Cancellation));
        await RefusedAsync(async () => await Queues.SendAsync(Queue, "a", TimeSpan.FromSeconds(-1), Cancellation));
        Assert.Equal(1, await Queues.CountAsync(Queue, Cancellation));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.9)]
    [InlineData(-1)]
    [InlineData(7 * 24 * 3600 + 1)]
    public async Task Visibility_of_a_receive_below_a_second_or_beyond_7_days_is_refused(double seconds) =>
        await RefusedAsync(async () => await Queues.ReceiveAsync(Queue, 1, TimeSpan.FromSeconds(seconds), Cancellation));

    [Theory]
    [InlineData(-1)]
    [InlineData(7 * 24 * 3600 + 1)]
    public async Task Visibility_of_an_extension_below_nothing_or_beyond_7_days_is_refused(double seconds) =>
        await RefusedAsync(async () => await Queues.ExtendAsync(Queue, "1", "1", TimeSpan.FromSeconds(seconds), Cancellation));

    [Theory]
    [InlineData(0)]
    [InlineData(33)]
    public async Task Receive_of_less_than_1_or_more_than_32_messages_is_refused(int max) =>
        await RefusedAsync(async () => await Queues.ReceiveAsync(Queue, max, Visibility, Cancellation));

    [Fact]
    public async Task Receive_brings_32_messages_at_once()
    {
        for (var i = 0; i < 33; i++)
        {
            await Queues.SendAsync(Queue, $"{i}", TimeSpan.Zero, Cancellation);
        }

        Assert.Equal(32, (await Queues.ReceiveAsync(Queue, 32, Visibility, Cancellation)).Count);
    }

    private static async Task RefusedAsync(Func<Task> call) => await Assert.ThrowsAnyAsync<ArgumentException>(call);
}
