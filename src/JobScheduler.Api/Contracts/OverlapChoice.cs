namespace JobScheduler.Api.Contracts;

/// <summary>Whether an overlap rule decides over a run that is asked for by hand, as over a fire, or it runs regardless.</summary>
public enum OverlapChoice
{
    Obey,
    Ignore,
}
