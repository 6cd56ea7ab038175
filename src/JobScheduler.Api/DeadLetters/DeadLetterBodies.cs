using JobScheduler.Api.Http;

namespace JobScheduler.Api.DeadLetters;

/// <summary>The bodies of requests about dead letters.</summary>
internal static class DeadLetterBodies
{
    public static readonly BodyShape<DeadLetterRedrive> Redrive = new() { Also = CheckIds };

    public static readonly BodyShape<DeadLetterFilter> Purge = new() { Name = "DeadLetterPurgeRequest", Also = CheckIds };

    private static void CheckIds(DeadLetterConditions filter, ErrorList errors) => BodyRules.CheckShapeOfId(filter.JobId, "job", errors);
}
