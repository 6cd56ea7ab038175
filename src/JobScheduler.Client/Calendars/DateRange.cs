namespace JobScheduler.Client;

/// <summary>Days from the first to the last, both included.</summary>
public sealed record DateRange(DateOnly From, DateOnly To);
