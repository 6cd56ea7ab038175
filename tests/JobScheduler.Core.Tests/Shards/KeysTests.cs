using CsCheck;
using JobScheduler.Runs;
using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Core.Tests.Shards;

public sealed class KeysTests
{
    private static readonly Gen<DateTimeOffset> Times = Gen.Long[0, 253_402_300_799_999].Select(DateTimeOffset.FromUnixTimeMilliseconds);

    [Fact]
    public void Alarms_are_ordered_by_time_and_tell_time_and_kind() => Gen.Select(Times, Times).Sample((a, b) =>
    {
        var (alarm, other) = (new AlarmKey(a, "start", "x~y"), new AlarmKey(b, GuardRow.Kind, "y"));
        var (first, second) = (alarm.ToString(), other.ToString());
        Assert.True(StorageLimits.IsKey(first));
        Assert.Equal((alarm, a, "start"), (AlarmKey.Read(first), AlarmKey.TimeOf(first), AlarmKey.KindOf(first)));
        Assert.Equal(Math.Sign(a.CompareTo(b)), a == b ? 0 : Math.Sign(string.CompareOrdinal(first, second)));
    });

    [Fact]
    public void Run_ids_put_the_newest_first_and_tell_their_shard() =>
        Gen.Select(Times, Times, Gen.ULong, Gen.Int[0, 63]).Sample((a, b, bits, shard) =>
        {
            var (first, second) = (RunId.Create(shard, a, bits), RunId.Create(shard, b, bits));
            Assert.True(RunId.TryParse(first, 64, out var found) && found == shard);
            Assert.Equal(Math.Sign(b.CompareTo(a)), Math.Sign(string.CompareOrdinal(first, second)));
        });

    [Theory]
    [InlineData("")]
    [InlineData("03-fe6bc1f3a2b7-0123456789abcde")]
    [InlineData("03-FE6BC1F3A2B7-0123456789abcdef")]
    [InlineData("03~fe6bc1f3a2b7-0123456789abcdef")]
    [InlineData("08-fe6bc1f3a2b7-0123456789abcdef")]
    [InlineData("x3-fe6bc1f3a2b7-0123456789abcdef")]
    public void Run_id_of_another_form_or_shard_is_refused(string id) => Assert.False(RunId.TryParse(id, 8, out _));

    [Fact]
    public void Prefix_covers_its_own_and_no_neighbour() =>
        Gen.String[Gen.Char["abz09._-"], 1, 4].Select(Gen.String[Gen.Char["abz09._-"], 1, 4]).Sample((tenant, other) =>
        {
            var query = RowQuery.Prefix("00", Keys.JobPrefix("t" + tenant));
            var own = Keys.Job("t" + tenant, "j" + other);
            var foreign = Keys.Job("t" + tenant + other, "j");
            Assert.True(string.CompareOrdinal(own, query.From) >= 0 && string.CompareOrdinal(own, query.To) < 0);
            Assert.False(string.CompareOrdinal(foreign, query.From) >= 0 && string.CompareOrdinal(foreign, query.To) < 0);
        });
}
