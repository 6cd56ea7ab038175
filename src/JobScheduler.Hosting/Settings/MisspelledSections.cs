using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace JobScheduler.Hosting.Settings;

/// <summary>
/// Finds settings whose section is misspelled, so that no section's reader sees them, in a configuration that other programs' settings
/// fill as well: near misses are refused, all else is let be.
/// </summary>
/// <param name="configuration">The configuration of the process; null: it has none.</param>
/// <param name="keys">Our settings in sections that others read, as strictly.</param>
/// <param name="sections">The sections that are read strictly.</param>
internal sealed class MisspelledSections(IConfiguration? configuration, IReadOnlyList<string> keys, IEnumerable<KnownSection> sections)
    : IValidateOptions<WholeConfiguration>
{
    public ValidateOptionsResult Validate(string? name, WholeConfiguration options)
    {
        var read = sections.ToList();
        List<string> known = [.. keys, .. read.SelectMany(section => section.Paths)];

        // Within these, whoever reads them judges each key.
        List<string> judged =
        [
            .. read.Select(section => section.Parent ?? section.Path),
            .. keys.Where(key => key.Contains(':', StringComparison.Ordinal)).Select(key => key.Split(':')[0]),
        ];
        var faults = (configuration?.AsEnumerable() ?? [])
            .Where(entry => entry.Value is not null
                && !judged.Exists(section => entry.Key.StartsWith($"{section}:", StringComparison.OrdinalIgnoreCase)))
            .Select(entry => (entry.Key, Name: ListKey.Of(entry.Key)))
            .Where(entry => !known.Contains(entry.Name, StringComparer.OrdinalIgnoreCase))
            .Select(entry => NearMiss.Of(entry.Name, known) is { } meant ? $"{entry.Key} is not known; did you mean {meant}?" : null)
            .OfType<string>()
            .Order(StringComparer.Ordinal)
            .ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}

/// <summary>Keys of the entries of lists, which end in a number.</summary>
public static class ListKey
{
    /// <summary>The key of the list; any other key as it is.</summary>
    public static string Of(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.LastIndexOf(':') is var colon and > 0 && int.TryParse(key.AsSpan(colon + 1), out _) ? key[..colon] : key;
    }
}
