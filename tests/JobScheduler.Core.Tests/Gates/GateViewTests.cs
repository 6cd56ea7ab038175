using JobScheduler.Gates;
using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Core.Tests.Gates;

public sealed class GateViewTests
{
    private const string First = "00-fe6356baf40b-237f65ae2616749c";
    private const string Second = "00-fe6356baf40b-337f65ae2616749c";

    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Rows_of_a_gate_show_its_holder_and_its_queue_by_nominal_time()
    {
        string[] keys =
        [
            Keys.GatePlace("acme", "job", "o.s", Noon.AddMinutes(1), First),
            Keys.GatePlace("acme", "job", "o.s", Noon, Second),
            Keys.Slot("acme", "job", "o.s"),
        ];

        // As a range read gives them.
        var view = GateView.Of(keys.Order(StringComparer.Ordinal).Select(key => new Row(key, "1", new Columns { { "run", "holder" } })));

        Assert.Equal("holder", view.Holder);
        Assert.Equal([Second, First], view.Queue.Select(place => place.Run));
        Assert.False(view.IsFree);
    }

    [Fact]
    public void Gate_without_rows_is_free_and_a_slot_without_a_name_is_taken()
    {
        Assert.True(GateView.Of([]).IsFree);
        Assert.Equal("", GateView.Of([new Row(Keys.Slot("acme", "job", "o.s"), "1", [])]).Holder);
    }

    [Fact]
    public void Every_row_of_a_gate_names_the_gate()
    {
        var prefix = Keys.GatePrefix("acme", "job", "o.s");

        Assert.Equal(prefix, Keys.GatePrefixOf(Keys.Slot("acme", "job", "o.s")));
        Assert.Equal(prefix, Keys.GatePrefixOf(Keys.GatePlace("acme", "job", "o.s", Noon, First)));
        Assert.NotEqual(prefix, Keys.GatePrefixOf(Keys.Slot("acme", "job", "o.s2")));
    }
}
