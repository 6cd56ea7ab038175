using JobScheduler.Storage;

namespace JobScheduler.Schedules;

/// <summary>Plans a schedule anew when something outside of it has changed.</summary>
public class ScheduleReplanner
{
    /// <summary>Gives the schedule the next fire that follows from what is known now; nothing when that is the one it has.</summary>
    /// <param name="shard">Where it is.</param>
    /// <param name="scheduleRow">As it was read.</param>
    public virtual Task ReplanAsync(int shard, Row scheduleRow) => throw new NotSupportedException();
}
