namespace JobScheduler.Api.Contracts;

/// <summary>Whether a run that is asked for by hand waits for, gives way to or replaces what is running, as an overlap rule says, or starts regardless.</summary>
public enum OverlapChoice
{
    Obey,
    Ignore,
}
