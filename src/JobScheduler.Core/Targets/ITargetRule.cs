namespace JobScheduler.Targets;

/// <summary>What one kind of target must be. Each kind brings its own rule, next to its invoker.</summary>
public interface ITargetRule
{
    bool Covers(Target target);

    /// <summary>Adds all that is wrong, each with the path of its field below <paramref name="path"/>.</summary>
    void Check(Target target, string path, ErrorList errors);
}
