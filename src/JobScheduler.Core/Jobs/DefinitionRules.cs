using JobScheduler.Targets;


namespace JobScheduler.Jobs;

/// <summary>What a job's definition must be. Shape has been checked before; here it is meaning and bounds.</summary>
public sealed class DefinitionRules(TargetRules targets)
{
    /// <summary>Adds all that is wrong, by the field paths of the API. No I/O.</summary>
    public void Check(JobDefinition definition, ErrorList errors)
    {
        MemberBounds.Check(definition, "", errors);
        LabelRules.Check(definition.Labels, "labels", errors);
        targets.Check(definition.Target, "target", errors);
        RetryRules.Check(definition.Retry, "retry", errors);
        TimeoutRules.Check(definition.Timeouts, "timeouts", errors);
    }
}
