namespace JobScheduler.Targets.Handlers;

/// <summary>A handler target must name a handler that is registered.</summary>
public sealed class HandlerTargetRule(HandlerRegistry handlers) : ITargetRule
{
    public bool Covers(Target target) => target is HandlerTarget;

    public void Check(Target target, string path, ErrorList errors)
    {
        var name = ((HandlerTarget)target).Name;
        if (!handlers.Contains(name))
        {
            errors.Add(
                ErrorList.Path(path, "name"),
                $"there is no handler '{name}'; known are {string.Join(", ", handlers.Names.Order(StringComparer.Ordinal))}");
        }
    }
}
