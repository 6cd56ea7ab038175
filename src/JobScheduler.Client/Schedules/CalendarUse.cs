namespace JobScheduler.Client;

/// <summary>A schedule's use of a calendar.</summary>
/// <param name="Id">The calendar.</param>
/// <param name="Shift">What happens to a fire on a day that it does not allow. Null: none, it is skipped.</param>
public sealed record CalendarUse(string Id, CalendarShift? Shift = null);
