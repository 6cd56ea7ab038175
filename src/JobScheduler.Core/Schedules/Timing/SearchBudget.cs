namespace JobScheduler.Schedules.Timing;

/// <summary>
/// Bounds the work of one search over all its layers: what never fires is given up after 1,000 refused days, or 250 changes of the
/// clocks, instead of being looked for until the end of the calendar.
/// </summary>
internal sealed class SearchBudget
{
    public const int Steps = 1000;

    /// <summary>What a segment of a zone costs, or a day that is moved nowhere: about so many times what another day does.</summary>
    public const int Large = 4;

    private int _left = Steps;

    /// <summary>False: give up.</summary>
    public bool Spend(int steps = 1) => (_left -= steps) >= 0;
}
