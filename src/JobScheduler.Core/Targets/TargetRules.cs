namespace JobScheduler.Targets;

/// <summary>Checks targets by the rule of their kind; a kind without a rule is refused, never let through.</summary>
public sealed class TargetRules(IEnumerable<ITargetRule> rules)
{
    private readonly ITargetRule[] _rules = [.. rules];

    /// <summary>Adds everything that is wrong with a target, including that there is none.</summary>
    public void Check(Target? target, string path, ErrorList errors)
    {
        if (target is null)
        {
            errors.Add(path, "is required");
            return;
        }

        if (Array.Find(_rules, rule => rule.Covers(target)) is { } rule)
        {
            rule.Check(target, path, errors);
        }
        else
        {
            errors.Add(ErrorList.Path(path, "type"), "targets of this type are not available here");
        }
    }
}

/// <summary>What one kind of target must be. Each kind brings its own rule, next to its invoker.</summary>
public interface ITargetRule
{
    bool Covers(Target target);

    /// <summary>Adds everything that is wrong, each with the path of its field below <paramref name="path"/>.</summary>
    void Check(Target target, string path, ErrorList errors);
}
