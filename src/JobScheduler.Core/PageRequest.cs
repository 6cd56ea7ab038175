namespace JobScheduler;

/// <summary>Which page of a list is wanted.</summary>
/// <param name="Limit">1 to 1,000 items at most; a page may hold fewer although more follow.</param>
/// <param name="Continuation">From the page before; null for the first.</param>
public sealed record PageRequest(int Limit = 100, string? Continuation = null);
