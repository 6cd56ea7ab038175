namespace JobScheduler;

/// <summary>What a kind of error means.</summary>
public sealed record ProblemDescription
{
    /// <summary>The member <c>type</c> of such errors; the path of this description.</summary>
    public required string Type { get; init; }

    /// <summary>The kind of error in words; the same for all errors of this kind.</summary>
    public required string Title { get; init; }

    /// <summary>The status of such responses.</summary>
    public required int Status { get; init; }

    /// <summary>What it means.</summary>
    public required string Explanation { get; init; }

    /// <summary>What usually leads to it.</summary>
    public required IReadOnlyList<string> Causes { get; init; }

    /// <summary>What to do about it.</summary>
    public required IReadOnlyList<string> WhatToDo { get; init; }

    /// <summary>Such an error.</summary>
    public required Problem Example { get; init; }
}
