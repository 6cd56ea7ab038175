using JobScheduler.Api.Http;
using JobScheduler.DeadLetters;

namespace JobScheduler.Api.DeadLetters;

/// <summary>The bodies of requests about dead letters.</summary>
internal static class DeadLetterBodies
{
    public static readonly BodyShape<DeadLetterRedrive> Redrive = new() { Also = CheckIds };

    public static readonly BodyShape<DeadLetterPurge> Purge = new() { Also = CheckIds };

    /// <summary>The rules of a redrive of many.</summary>
    public static void Judge(DeadLetterRedrive redrive, ErrorList errors)
    {
        RedriveRules.Check(redrive, errors);
        CheckScope(redrive, redrive.All, errors);
    }

    /// <summary>The rules of a purge.</summary>
    public static void Judge(DeadLetterPurge purge, ErrorList errors) => CheckScope(purge, purge.All, errors);

    private static void CheckScope(DeadLetterConditions which, bool all, ErrorList errors)
    {
        Conditions.CheckRange(which.From, which.To, errors);
        BodyRules.CheckScope(all, errors, ("job", which.JobId), ("cause", which.Cause), ("from", which.From), ("to", which.To));
    }

    private static void CheckIds(DeadLetterConditions filter, ErrorList errors)
    {
        BodyRules.CheckShapeOfId(filter.JobId, "job", errors);
        BodyRules.CheckLength(filter.Cause, "cause", errors);
    }
}
