namespace JobScheduler.Client;

/// <summary>One reason why a run does not go on.</summary>
/// <param name="Kind">Of which kind.</param>
/// <param name="Detail">For people.</param>
/// <param name="Until">When it ends, when that is known.</param>
/// <param name="HeldBy">Runs or nodes that stand in the way.</param>
public sealed record Blocker(BlockerKind Kind, string? Detail, DateTimeOffset? Until, IReadOnlyList<string>? HeldBy);
