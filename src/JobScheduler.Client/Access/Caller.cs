namespace JobScheduler.Client;

/// <summary>Who a key stands for.</summary>
public sealed record Caller(string Tenant, string Name, Role Role);
