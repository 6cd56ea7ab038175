namespace JobScheduler.Processes.Tests.Server;

/// <summary>What a process left behind.</summary>
internal sealed record Ended(int Code, string Output, string Errors);
