using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace JobScheduler.Hosting.Settings;

/// <summary>
/// Refuses what is in our section of a host's configuration and is none of the sections that are read. The keys within those are judged
/// by their own binders.
/// </summary>
/// <param name="configuration">The host's configuration; null: it has none.</param>
/// <param name="parent">Our section.</param>
/// <param name="sections">All that are read.</param>
internal sealed class UnknownSections(IConfiguration? configuration, string parent, IEnumerable<KnownSection> sections)
    : IValidateOptions<WholeConfiguration>
{
    public ValidateOptionsResult Validate(string? name, WholeConfiguration options)
    {
        var ours = sections.Where(section => section.Parent == parent).ToList();
        var keys = ours.SelectMany(section => section.Paths).Distinct().ToList();
        var faults = (configuration?.GetSection(parent).GetChildren() ?? [])
            .Where(child => !ours.Exists(section => section.Path.Equals(child.Path, StringComparison.OrdinalIgnoreCase)))
            .SelectMany(child => Leaves(child))
            .Select(leaf => SectionBinder.Unknown(leaf.Path, keys, [.. ours.Select(section => section.Path)]))
            .ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<IConfigurationSection> Leaves(IConfigurationSection section)
    {
        var children = section.GetChildren().ToList();
        return children.Count == 0 ? [section] : children.SelectMany(Leaves);
    }
}
