namespace JobScheduler.Schedules;

/// <summary>What one step of a schedule does.</summary>
/// <param name="Fires">In the order of their nominal times.</param>
/// <param name="After">The schedule after the step; its alarm is not set yet.</param>
/// <param name="Act">When the next step is due; null: none until something happens.</param>
/// <param name="IsAhead">Whether the next step hands fires to queues ahead of their time.</param>
internal sealed record FirePlan(IReadOnlyList<PlannedFire> Fires, FiringSchedule After, DateTimeOffset? Act, bool IsAhead);

/// <summary>A run to make, or a record of fires that get none.</summary>
internal sealed record PlannedFire
{
    public required DateTimeOffset Nominal { get; init; }

    public required DateTimeOffset Due { get; init; }

    /// <summary>The definition that it fires by.</summary>
    public required ScheduleDefinition Definition { get; init; }

    public string? InputBlob { get; init; }

    /// <summary>The fires that it stands for; null for its own alone.</summary>
    public MissedFires? Missed { get; init; }

    /// <summary>Why it is a record rather than a run; null: it is a run.</summary>
    public string? SkippedBecause { get; init; }
}
