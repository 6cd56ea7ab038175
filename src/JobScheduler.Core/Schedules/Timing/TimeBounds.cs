namespace JobScheduler.Schedules.Timing;

/// <summary>
/// The years in which there are fires, in ticks. A year away from the ends of <see cref="DateTime"/>, so that offsets of
/// zones and moves by days cannot leave it.
/// </summary>
internal static class TimeBounds
{
    public static readonly long First = new DateTime(2, 1, 1).Ticks;
    public static readonly long Last = new DateTime(9998, 12, 31).Ticks;
}
