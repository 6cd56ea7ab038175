using JobScheduler.Api.Http;
using JobScheduler.Jobs;

namespace JobScheduler.Api.Jobs;

/// <summary>The bodies of requests about jobs, and what they mean.</summary>
public sealed class JobBodies(DefinitionRules rules)
{
    public static readonly BodyShape<Job> Job = new();

    /// <summary>For jobs and for schedules.</summary>
    public static readonly BodyShape<PauseRequest> Pause = new();

    public static void Judge(PauseRequest pause, ErrorList errors) => MemberBounds.Check(pause, "", errors);

    /// <summary>The rules of a job's members; of the id, only its form.</summary>
    public void Judge(Job job, ErrorList errors)
    {
        if (job.Id is not null && !Identifier.IsValid(job.Id))
        {
            errors.Add("id", $"must be {Identifier.Rule}");
        }

        rules.Check(job, errors);
    }

    /// <summary>The rules of a job whose id is in the path.</summary>
    public void Judge(Job job, string id, ErrorList errors)
    {
        BodyRules.CheckId(job.Id, id, errors);
        Judge(job with { Id = null }, errors);
    }
}
