namespace JobScheduler;

/// <summary>
/// Whose turn it is among the runs of a job while there are more than places: the values of a member of the input take turns, so that one
/// customer with very many runs does not hold up the others.
/// </summary>
public sealed record Fairness
{
    /// <summary>
    /// A JSON pointer (RFC 6901) into the input, such as /customerId. Runs whose input has no such member share the empty value.
    /// </summary>
    [TextLength(Concurrency.LongestPointer)]
    public required string Key { get; init; }
}
