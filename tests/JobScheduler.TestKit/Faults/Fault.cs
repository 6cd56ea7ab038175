namespace JobScheduler.TestKit;

/// <summary>What happens to one storage call.</summary>
public enum Fault
{
    /// <summary>Nothing: the call is made.</summary>
    None,

    /// <summary>It does not take effect; the caller sees a transient error.</summary>
    FailBefore,

    /// <summary>It takes effect; the caller sees an error of unknown outcome.</summary>
    FailAfter,

    /// <summary>It does not take effect; storage asks for fewer calls.</summary>
    Throttled,

    /// <summary>It does not take effect; storage has no room.</summary>
    Full,

    /// <summary>It does not take effect and will not: no permission.</summary>
    Refused,

    /// <summary>It takes effect twice. Only a send can: for every other call this is <see cref="None"/>.</summary>
    Doubled,

    /// <summary>The process dies before the call takes effect.</summary>
    CrashBefore,

    /// <summary>The process dies after the call took effect, before it hears of it.</summary>
    CrashAfter,
}
