namespace JobScheduler.Client;

/// <summary>Fires that a catch-up run stands for.</summary>
public sealed record MissedFires(int Count, DateTimeOffset First, DateTimeOffset Last);
