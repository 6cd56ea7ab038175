using JobScheduler.Scenarios.Alarms;
using JobScheduler.Scenarios.Simulation;
using JobScheduler.Shards;
using Microsoft.Extensions.DependencyInjection;

namespace JobScheduler.Scenarios;

/// <summary>Alarms of a kind that Core does not know: one class and one registration.</summary>
public sealed class ForeignAlarmTests
{
    private const string Partition = "00";

    [Fact]
    public void Alarm_of_another_assembly_begins_with_the_shard_and_rings_on() => Play(async (world, reminder) =>
    {
        var began = world.Time.Now;
        await world.WaitAsync(TimeSpan.FromMinutes(5));

        Assert.Equal(5, reminder.Rings.Count);
        Assert.All(
            reminder.Rings.Select((ring, at) => (ring - began - Reminder.First - (at * Reminder.Period)).TotalSeconds),
            late => Assert.InRange(late, -1, 5));
    });

    [Fact]
    public void Alarm_that_fails_is_pushed_and_its_owner_names_it_anew() => Play(async (world, reminder) =>
    {
        await world.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Single(reminder.Rings);
        reminder.Failures = 1;
        await world.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(2, reminder.Rings.Count);
        Assert.Equal(Alarm(world), world.Memory.Rows(Partition).Single(row => row.Key == Reminder.Row).Columns.Text(Reminder.AlarmColumn));

        await world.WaitAsync(TimeSpan.FromMinutes(6));

        Assert.InRange((reminder.Rings[2] - reminder.Rings[1]).TotalSeconds, 299, 305);
    });

    [Fact]
    public void Alarm_that_a_clock_ahead_of_its_time_has_set_is_recalled() => Play(async (world, reminder) =>
    {
        await world.WaitAsync(TimeSpan.FromMinutes(1));
        Skew(world, TimeSpan.FromDays(3650));
        await world.WaitAsync(TimeSpan.FromMinutes(2));
        Skew(world, TimeSpan.Zero);
        var right = world.Time.Now;
        await world.WaitAsync(TimeSpan.FromMinutes(2));

        Assert.InRange(AlarmKey.TimeOf(Alarm(world)), right, world.Time.Now + Reminder.Period);
        Assert.Contains(reminder.Rings, ring => ring > right);
    });

    [Fact]
    public void Work_that_is_not_done_at_the_end_of_a_tick_is_taken_up_a_second_later() => Play(async (world, reminder) =>
    {
        await world.WaitAsync(TimeSpan.FromMinutes(1));
        reminder.IsBusy = true;
        await world.WaitAsync(TimeSpan.FromMinutes(1));
        var from = reminder.Ticks.Count;
        await world.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.InRange(reminder.Ticks.Count - from, 9, 11);

        reminder.IsBusy = false;
        await world.WaitAsync(TimeSpan.FromSeconds(2));
        from = reminder.Ticks.Count;
        await world.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.InRange(reminder.Ticks.Count - from, 0, 2);
    });

    private static string Alarm(World world) => world.Memory.Rows(Partition).Single(row => AlarmKey.KindOf(row.Key) == Reminder.Word).Key;

    private static void Skew(World world, TimeSpan skew)
    {
        foreach (var process in world.Processes)
        {
            process.Clock.Skew = skew;
        }
    }

    private static void Play(Func<World, Reminder, Task> script)
    {
        World? world = null;
        var reminder = new Reminder(() => world!.Time.Now);
        world = new World(new WorldOptions
        {
            Adds = services => services.AddSingleton<IAlarmHandler>(reminder).AddSingleton<ITickWork>(reminder),
        });
        world.Start();
        world.Run(() => script(world, reminder));
        Assert.Empty(world.Watched.Findings);
    }
}
