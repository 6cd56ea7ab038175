namespace JobScheduler.Execution;

/// <summary>Why a running attempt was told to stop. The first cause counts.</summary>
public enum StopCause
{
    /// <summary>Someone canceled the run.</summary>
    Canceled,

    /// <summary>It ran longer than <c>timeouts.run</c>.</summary>
    TimedOut,

    /// <summary>Its target was silent for longer than <c>timeouts.heartbeat</c>.</summary>
    Silent,

    /// <summary>Its lease was ended by the clock: another attempt may be under way.</summary>
    LeaseLost,

    /// <summary>This process stops.</summary>
    Stopping,
}
