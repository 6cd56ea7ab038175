namespace JobScheduler.Client;

/// <summary>Fires that were missed: how many, and the nominal times of the first and the last.</summary>
public sealed record MissedFires(int Count, DateTimeOffset First, DateTimeOffset Last);
