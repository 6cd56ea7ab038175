namespace JobScheduler.Storage.Tests;

/// <summary>One operation before its ETag is known.</summary>
/// <param name="Action">What it does.</param>
/// <param name="Key">The row.</param>
/// <param name="Columns">What it writes.</param>
/// <param name="Age">Which version it expects: 0 any, 1 the current one, 2 the one before.</param>
internal sealed record Step(RowAction Action, string Key, Columns Columns, int Age);
