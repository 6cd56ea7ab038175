namespace JobScheduler.Schedules.Timing.Previews;

/// <summary>A fire that does not take place.</summary>
/// <param name="At">When it would be, for the order.</param>
/// <param name="Fire">In words.</param>
internal readonly record struct SkippedTime(long At, SkippedFire Fire);
