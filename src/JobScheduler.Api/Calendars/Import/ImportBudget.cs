namespace JobScheduler.Api.Calendars.Import;

/// <summary>
/// Bounds the work of an import: days that are looked at or added, well under a microsecond each. A century of holidays needs a hundredth
/// of it.
/// </summary>
internal sealed class ImportBudget
{
    private const long All = 3_000_000;

    private long _left = All;

    /// <exception cref="ImportException">Nothing is left.</exception>
    public void Spend(long work)
    {
        _left -= work;
        if (_left < 0)
        {
            throw new ImportException("takes too much work to expand: too many rules, or rules with too many occurrences");
        }
    }
}

/// <summary>A text cannot be imported; the message says why.</summary>
internal sealed class ImportException(string message) : Exception(message);
