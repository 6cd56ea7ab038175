namespace JobScheduler.Execution;

/// <summary>What is to be done with a message after it was worked on.</summary>
public enum MessageVerdict
{
    /// <summary>Everything behind it is settled, or rung for anew: delete it.</summary>
    Done,

    /// <summary>Something behind it could not be dealt with now: let others have it.</summary>
    Later,
}
