using JobScheduler.Text;

namespace JobScheduler.Jobs;

/// <summary>What a job's definition must be. Shape has been checked before; here it is meaning and bounds.</summary>
public sealed class DefinitionRules(TargetRules targets)
{
    /// <summary>200 characters.</summary>
    public const int LongestName = 200;

    /// <summary>2,000 characters.</summary>
    public const int LongestDescription = 2000;

    /// <summary>All that is wrong, by the field paths of the API; empty when nothing is. No I/O.</summary>
    public ErrorList Check(JobDefinition definition)
    {
        var errors = new ErrorList();
        TextRules.Check(definition.Name, "name", LongestName, lines: false, errors);
        TextRules.Check(definition.Description, "description", LongestDescription, lines: true, errors);
        LabelRules.Check(definition.Labels, "labels", errors);
        targets.Check(definition.Target, "target", errors);
        RetryRules.Check(definition.Retry, "retry", errors);
        TimeoutRules.Check(definition.Timeouts, "timeouts", errors);
        TimeoutRules.CheckRetention(definition.Retention, "retention", errors);
        return errors;
    }
}
