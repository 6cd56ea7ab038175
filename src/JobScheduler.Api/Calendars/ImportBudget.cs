namespace JobScheduler.Api.Calendars;

/// <summary>
/// Bounds the work of an import: occurrences, days and steps of rules, each some microseconds at most. A calendar of a century of
/// holidays needs a hundredth of it.
/// </summary>
internal sealed class ImportBudget
{
    private const long All = 500_000;

    private long _left = All;

    /// <exception cref="ImportException">Nothing is left.</exception>
    public void Spend(long work)
    {
        _left -= work;
        if (_left < 0)
        {
            throw new ImportException("makes the calendar too much to repeat: too many rules, or rules with too many occurrences");
        }
    }
}
