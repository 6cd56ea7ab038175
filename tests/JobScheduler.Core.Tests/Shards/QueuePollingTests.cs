using JobScheduler.Shards;

namespace JobScheduler.Core.Tests.Shards;

public sealed class QueuePollingTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1.9, 0)]
    [InlineData(2, 1)]
    [InlineData(30.5, 29)]
    public void Where_pumps_poll_a_message_becomes_visible_1_to_2_s_ahead(double due, double delay) =>
        Assert.Equal(delay, new QueuePolling(TimeSpan.Zero).DelayOf(TimeSpan.FromSeconds(due)).TotalSeconds);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(3.7, 0)]
    [InlineData(3.75, 1)]
    [InlineData(30.5, 27)]
    public void Where_a_host_polls_slowly_a_message_becomes_visible_ahead_by_its_interval_and_up_to_a_second(double due, double delay) =>
        Assert.Equal(delay, new QueuePolling(TimeSpan.FromSeconds(2.5)).DelayOf(TimeSpan.FromSeconds(due)).TotalSeconds);

    [Fact]
    public void Message_is_never_found_late_and_never_earlier_than_needed()
    {
        var polling = new QueuePolling(TimeSpan.FromSeconds(2.5));
        for (var due = TimeSpan.FromSeconds(4); due < TimeSpan.FromSeconds(60); due += TimeSpan.FromMilliseconds(37))
        {
            Assert.InRange(due - polling.DelayOf(due), TimeSpan.FromSeconds(2.5), TimeSpan.FromSeconds(3.75));
        }
    }
}
