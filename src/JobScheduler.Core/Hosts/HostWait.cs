using JobScheduler.Hosts.Permits;

namespace JobScheduler.Hosts;

/// <summary>Why a call may not be made now.</summary>
/// <param name="Kind">Rate, host, held or circuit.</param>
/// <param name="Until">When it is worth asking again.</param>
/// <param name="IsShort">Whether that is so soon that the run can wait where it is.</param>
public sealed record HostWait(BlockerKind Kind, DateTimeOffset Until, bool IsShort)
{
    /// <summary>Completes when it is worth asking earlier; null: nobody knows.</summary>
    public Task? Change { get; init; }
}

/// <summary>What a request for permits got.</summary>
/// <param name="Permits">The permits.</param>
/// <param name="Wait">If there are fewer than were asked for: why.</param>
public sealed record HostTurn(IReadOnlyList<HostPermit> Permits, HostWait? Wait);

/// <summary>What the end of a call says about its host.</summary>
public enum HostAnswer
{
    /// <summary>Nothing: the call did not reach it, or was ended on our side.</summary>
    None,

    /// <summary>It answered, whatever it answered.</summary>
    Well,

    /// <summary>It could not be reached, was too slow, or failed.</summary>
    Failed,

    /// <summary>It asked to be left alone for a while.</summary>
    Busy,
}
