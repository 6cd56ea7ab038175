namespace JobScheduler.Client;

/// <summary>One page of a list.</summary>
/// <param name="Items">May be empty although more follow.</param>
/// <param name="Continuation">For the next page; null: there is no more.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Continuation);
