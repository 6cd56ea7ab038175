namespace JobScheduler.Jobs;

/// <summary>Which queue a run takes. The numbers order keys: high first.</summary>
public enum Priority
{
    High = 0,
    Normal = 1,
    Low = 2,
}
