
namespace JobScheduler.DeadLetters;

/// <summary>What a redrive of many must be.</summary>
public static class RedriveRules
{
    /// <summary>Per second.</summary>
    public const double FastestRate = 10_000;

    /// <summary>Adds all that is wrong, by the field paths of the API.</summary>
    public static void Check(DeadLetterRedrive redrive, ErrorList errors)
    {
        MemberBounds.Check(redrive, "", errors);
        if (redrive.Canary > redrive.Max)
        {
            errors.Add("canary", "must not be more than max", "max");
        }

        if (redrive.Rate is { } rate && !(rate.PerSecond > 0 && rate.PerSecond <= FastestRate))
        {
            errors.Add("rate", $"must be more than 0 and at most {FastestRate}/s");
        }
    }
}
