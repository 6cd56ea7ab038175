namespace JobScheduler.TestKit;

/// <summary>How a program ended, and what it said.</summary>
public sealed record Ended(int Code, string Output, string Errors);
