namespace JobScheduler.Shards;

/// <summary>What an alarm is about; part of its key.</summary>
public static class AlarmKind
{
    /// <summary>Token of a scheduled or retrying run: its (next) attempt is due 30 s after the alarm.</summary>
    public const string Start = "start";

    /// <summary>Token of a run held back because its job is paused.</summary>
    public const string Wait = "wait";

    /// <summary>Token of a running run whose executor must give signs of life.</summary>
    public const string Lease = "lease";

    /// <summary>Token of a running run whose target completes by callback: run or heartbeat time-out.</summary>
    public const string Limit = "limit";

    /// <summary>Token of a run that waits at its gate, or has to be let in there.</summary>
    public const string Line = "line";

    /// <summary>A gated run has ended: its slot is free, or its place in line.</summary>
    public const string Gate = "gate";

    /// <summary>A schedule without an overlap rule has fires 30 s after the alarm, which are handed to queues ahead.</summary>
    public const string Fire = "fire";

    /// <summary>A schedule has a fire that is judged when it is due, or resumes.</summary>
    public const string Due = "due";

    /// <summary>Time went back: schedules that are ahead of it are planned anew.</summary>
    public const string Rewind = "rewind";

    /// <summary>A message was sent: were its runs claimed?</summary>
    public const string Guard = "guard";

    /// <summary>A job was paused for a time, resumed or deleted: its unstarted runs follow in steps.</summary>
    public const string Job = "job";

    /// <summary>A calendar was changed or deleted: the schedules that use it follow in steps.</summary>
    public const string Calendar = "calendar";

    /// <summary>An operation has a next step.</summary>
    public const string Operation = "operation";

    /// <summary>Ended runs whose time is over are deleted.</summary>
    public const string Retention = "retention";

    /// <summary>Unfinished runs are compared with their tokens.</summary>
    public const string Repair = "repair";

    /// <summary>Whether an alarm of this kind is the token of a run.</summary>
    public static bool IsToken(string? kind) => kind is Start or Wait or Line or Lease or Limit;
}
