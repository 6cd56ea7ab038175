namespace JobScheduler.DeadLetters;

/// <summary>Bounds of a redrive of many.</summary>
public static class RedriveRules
{
    public const int MostRuns = 100_000;

    /// <summary>Per second.</summary>
    public const double FastestRate = 10_000;

    /// <exception cref="RefusalException">With all that is wrong.</exception>
    public static void Check(RedrivePlan plan)
    {
        var errors = new ErrorList();
        if (plan.Max is < 1 or > MostRuns)
        {
            errors.Add("max", $"must be 1 to {MostRuns}");
        }

        if (plan.Canary is < 0 or > 1000 || plan.Canary > Math.Max(plan.Max, 0))
        {
            errors.Add("canary", "must be 0 to 1000, and not more than max");
        }

        if (plan.PerSecond is <= 0 or > FastestRate)
        {
            errors.Add("rate", $"must be more than 0 and at most {FastestRate}/s");
        }

        errors.ThrowIfAny();
    }
}
