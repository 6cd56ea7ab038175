using JobScheduler.Shards;

namespace JobScheduler.Core.Tests.Shards;

public sealed class BellTests
{
    [Fact]
    public void Bell_that_never_came_back_is_that_of_older_versions()
    {
        const string old = """{"v":1,"s":3,"m":"20260304050607089-0123456789abcdef"}""";

        Assert.Equal(old, Bell.TryParse(old, 8)!.ToBody());
        Assert.Equal(0, Bell.TryParse(old, 8)!.Returns);
    }

    [Fact]
    public void Bell_tells_how_often_it_came_back()
    {
        var bell = new Bell(Bell.CurrentVersion, 3, "20260304050607089-0123456789abcdef", Returns: 4);

        Assert.Equal(bell, Bell.TryParse(bell.ToBody(), 8));
    }
}
