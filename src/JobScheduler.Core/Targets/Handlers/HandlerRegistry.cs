namespace JobScheduler.Targets.Handlers;

/// <summary>The handlers of this process by name. Complete when the process has started; names are case-sensitive.</summary>
public sealed class HandlerRegistry(IEnumerable<HandlerRegistration> registrations)
{
    private readonly Dictionary<string, HandlerRegistration> _handlers = registrations
        .GroupBy(registration => registration.Name, StringComparer.Ordinal)
        .ToDictionary(
            group => group.Key,
            group => group.Count() == 1
                ? group.First()
                : throw new InvalidOperationException($"two handlers are registered as '{group.Key}'"),
            StringComparer.Ordinal);

    public IReadOnlyCollection<string> Names => _handlers.Keys;

    public bool Contains(string name) => _handlers.ContainsKey(name);

    /// <summary>The handler, or null when there is none of that name.</summary>
    public HandlerRegistration? Find(string name) => _handlers.GetValueOrDefault(name);
}

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
