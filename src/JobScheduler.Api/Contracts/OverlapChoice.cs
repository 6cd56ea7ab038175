namespace JobScheduler.Api.Contracts;

/// <summary>Whether a run asked for by hand obeys the overlap rules of its job's schedules. There are none yet, so both mean the same.</summary>
public enum OverlapChoice
{
    Obey,
    Ignore,
}
