using JobScheduler.Schedules.Timing.Zones;
using NodaTime;

namespace JobScheduler.Core.Tests.Schedules.Timing.Zones;

public sealed class ZoneIdsTests
{
    [Theory]
    [InlineData("UTC", "UTC")]
    [InlineData("Europe/Berlin", "Europe/Berlin")]
    [InlineData("W. Europe Standard Time", "Europe/Berlin")]
    [InlineData("Asia/Calcutta", "Asia/Calcutta")]
    public void TryFind_an_id_of_either_list_is_its_zone(string id, string zone)
    {
        Assert.True(ZoneIds.TryFind(id, out var found));
        Assert.Equal(zone, found.Id);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("europe/berlin")]
    [InlineData("UTC+05:30")]
    [InlineData("Nowhere")]
    public void TryFind_anything_else_is_none(string? id) => Assert.False(ZoneIds.TryFind(id, out _));

    [Fact]
    public void TryFind_a_long_text_is_none() => Assert.False(ZoneIds.TryFind(new string('x', 10_000), out _));

    [Fact]
    public void TryFind_all_ids_of_the_data_are_zones() =>
        Assert.All(DateTimeZoneProviders.Tzdb.Ids, id => Assert.True(ZoneIds.TryFind(id, out _)));

    [Fact]
    public void AreSame_names_of_one_zone_are()
    {
        Assert.True(ZoneIds.AreSame("Asia/Calcutta", "Asia/Kolkata"));
        Assert.True(ZoneIds.AreSame("W. Europe Standard Time", "Europe/Berlin"));
        Assert.False(ZoneIds.AreSame("Europe/Paris", "Europe/Berlin"));
        Assert.False(ZoneIds.AreSame("Nowhere", "Nowhere"));
    }
}
