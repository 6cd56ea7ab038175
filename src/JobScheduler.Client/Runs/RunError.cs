namespace JobScheduler.Client;

/// <summary>Why an attempt or a run did not succeed.</summary>
/// <param name="Type">
/// The name that retry policies match: <c>http:404</c>, <c>timeout</c>, <c>heartbeat</c>, <c>connection</c>, <c>lost</c>,
/// <c>refused</c>, or the type a handler gave.
/// </param>
/// <param name="Message">For people.</param>
public sealed record RunError(string Type, string? Message);
