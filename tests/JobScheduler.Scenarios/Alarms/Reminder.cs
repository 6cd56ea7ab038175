using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Scenarios.Alarms;

/// <summary>A feature of an application: an alarm in each shard that rings every minute, named by a row of its own.</summary>
/// <param name="now">The time of the world.</param>
internal sealed class Reminder(Func<DateTimeOffset> now) : IAlarmHandler, ITickWork
{
    public const string Word = "reminder";
    public const string Row = "X~reminder";
    public const string AlarmColumn = "alarm";

    public static readonly TimeSpan First = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    /// <summary>When it rang.</summary>
    public List<DateTimeOffset> Rings { get; } = [];

    /// <summary>When ticks ended.</summary>
    public List<DateTimeOffset> Ticks { get; } = [];

    /// <summary>So many rings fail from now on.</summary>
    public int Failures { get; set; }

    /// <summary>Whether its work at the end of a tick is not done yet.</summary>
    public bool IsBusy { get; set; }

    public string Kind => Word;

    public TimeSpan? Farthest => Period;

    public TimeSpan RecalledIn => TimeSpan.FromSeconds(3);

    public AlarmOwner? OwnerOf(Row alarm) => new(Row, AlarmColumn);

    public IEnumerable<AlarmKey> FirstAlarms(DateTimeOffset now) => [new AlarmKey(now + First, Word, "first")];

    public async Task RingAsync(ShardTick tick, IReadOnlyList<Row> alarms)
    {
        foreach (var alarm in alarms)
        {
            Rings.Add(now());
            if (Failures-- > 0)
            {
                throw new InvalidOperationException("not now");
            }

            var row = await tick.GetAsync(Row);
            var next = new AlarmKey(tick.Now + Period, Word, "next");
            await tick.CommitAsync(draft =>
            {
                draft.Delete(alarm.Key);
                draft.Insert(next, []);
                if (row is null)
                {
                    draft.Insert(Row, new Columns { { AlarmColumn, next } });
                }
                else
                {
                    draft.Merge(Row, new Columns { { AlarmColumn, next } });
                }
            });
        }
    }

    Task<bool> ITickWork.RunAsync(ShardTick tick)
    {
        Ticks.Add(now());
        return Task.FromResult(IsBusy);
    }
}
