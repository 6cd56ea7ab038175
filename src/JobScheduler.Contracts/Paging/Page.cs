namespace JobScheduler;

/// <summary>One page of a list.</summary>
/// <param name="Items">May be empty although more follow.</param>
/// <param name="Continuation">For the parameter of that name, to get the next page; null: there is no more.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Continuation = null);

/// <summary>All items at once.</summary>
public sealed record ItemList<T>(IReadOnlyList<T> Items);
