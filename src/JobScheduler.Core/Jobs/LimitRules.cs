namespace JobScheduler.Jobs;

/// <summary>Rules for the limits of a job, besides the bounds of each member.</summary>
public static class LimitRules
{
    private const string ConcurrencyPath = "concurrency";
    private const string RatePath = "rate";
    private const string FairnessPath = "fairness";

    public static void Check(JobDefinition definition, ErrorList errors)
    {
        var concurrency = definition.Concurrency;
        MemberBounds.Check(concurrency, ConcurrencyPath, errors);
        CheckPointer(concurrency.Key, $"{ConcurrencyPath}.key", errors);
        if (concurrency.Group is { } group && !Identifier.IsValid(group))
        {
            errors.Add($"{ConcurrencyPath}.group", $"must be {Identifier.Rule}");
        }

        if (concurrency is { Key: not null, Max: null })
        {
            errors.Add($"{ConcurrencyPath}.key", "has no effect without max", $"{ConcurrencyPath}.max");
        }

        if (definition.Fairness is { } fairness)
        {
            MemberBounds.Check(fairness, FairnessPath, errors);
            CheckPointer(fairness.Key, $"{FairnessPath}.key", errors);
        }

        if (definition.Rate is { } rate)
        {
            MemberBounds.Check(rate, RatePath, errors);
            CheckPointer(rate.Key, $"{RatePath}.key", errors);
            CheckPointer(rate.Cost, $"{RatePath}.cost", errors);
        }

        if (definition.Placement == Placement.Spread && (concurrency.Max is not null || definition.Rate is not null))
        {
            errors.Add("placement", "must be pinned for a job with limits: its runs are counted in one shard", ConcurrencyPath, RatePath);
        }
    }

    private static void CheckPointer(string? pointer, string path, ErrorList errors)
    {
        if (pointer is not null && !JsonPointer.IsValid(pointer))
        {
            errors.Add(path, JsonPointer.Rule);
        }
    }
}
