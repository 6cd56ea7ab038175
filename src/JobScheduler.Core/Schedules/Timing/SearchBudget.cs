namespace JobScheduler.Schedules.Timing;

/// <summary>
/// Bounds the work of one search over all its layers: what never fires is given up after so many steps (days refused, segments of the
/// zone passed), instead of being looked for until the end of the calendar. No spec that does fire was seen to need more than 100.
/// </summary>
internal sealed class SearchBudget
{
    public const int Steps = 1000;

    private int _left = Steps;

    /// <summary>False: give up.</summary>
    public bool Spend() => --_left >= 0;
}
