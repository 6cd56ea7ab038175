namespace JobScheduler;

/// <summary>One page of a list.</summary>
/// <param name="Items">May be empty even if more pages follow.</param>
/// <param name="Continuation">Pass it as the parameter continuation to get the next page; null: this is the last one.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Continuation = null);

/// <summary>A list without pages.</summary>
public sealed record ItemList<T>(IReadOnlyList<T> Items);
