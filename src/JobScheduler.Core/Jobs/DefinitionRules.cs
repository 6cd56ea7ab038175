using JobScheduler.Targets;

namespace JobScheduler.Jobs;

/// <summary>Rules for the definition of a job: meaning and bounds. The shape has been checked before.</summary>
public sealed class DefinitionRules(TargetRules targets)
{
    /// <summary>Adds all errors, by the field paths of the API. No I/O.</summary>
    public void Check(JobDefinition definition, ErrorList errors)
    {
        MemberBounds.Check(definition, "", errors);
        LabelRules.Check(definition.Labels, "labels", errors);
        targets.Check(definition.Target, "target", errors);
        RetryRules.Check(definition.Retry, "retry", errors);
        TimeoutRules.Check(definition.Timeouts, "timeouts", errors);
        LimitRules.Check(definition, errors);
    }
}

/// <summary>Rules for labels of jobs and runs: few and short, because they are copied into rows and filtered in lists.</summary>
public static class LabelRules
{
    public const int Most = 20;

    /// <summary>256 characters.</summary>
    public const int LongestValue = 256;

    public static void Check(IReadOnlyDictionary<string, string> labels, string path, ErrorList errors)
    {
        if (labels.Count > Most)
        {
            errors.Add(path, $"has {labels.Count} labels; at most {Most} are allowed");
            return;
        }

        foreach (var (key, value) in labels)
        {
            if (TextRules.IsLabelKey(key))
            {
                TextRules.Check(value, ErrorList.Path(path, key), LongestValue, lines: false, errors);
            }
            else
            {
                // Not repeated in the response: an invalid key could be anything.
                errors.Add(path, "a label's key must be 1 to 63 characters: a-z, 0-9, and after the first also . _ / -");
            }
        }
    }
}

/// <summary>Rules for timeouts, besides the bounds of each.</summary>
public static class TimeoutRules
{
    public static void Check(Timeouts timeouts, string path, ErrorList errors)
    {
        MemberBounds.Check(timeouts, path, errors);
        if (timeouts.Heartbeat > timeouts.Run)
        {
            errors.Add(
                ErrorList.Path(path, "heartbeat"),
                $"is longer than run ({Duration.Format(timeouts.Run)}), so it would never take effect",
                ErrorList.Path(path, "run"));
        }
    }
}
