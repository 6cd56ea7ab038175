using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace JobScheduler.Hosting.Settings;

/// <summary>
/// Reads a configuration section into options. Stricter than the framework's binder, which ignores misspelled keys, stops at the first
/// value it cannot read, and takes 20 for twenty days: here each is an error, and all are reported.
/// </summary>
/// <param name="configuration">Where the section is.</param>
/// <param name="section">Its name.</param>
/// <param name="parent">The section that it is in; null: the root.</param>
/// <param name="known">The keys that the host supports, from the section's name on; those of other sections are ignored.</param>
/// <param name="elsewhere">Keys of the section that are read elsewhere.</param>
public sealed class SectionBinder<TOptions>(
    IConfiguration configuration, string section, string? parent, IEnumerable<string> known, params string[] elsewhere)
    : IConfigureOptions<TOptions>, IValidateOptions<TOptions>
    where TOptions : class
{
    private readonly IConfigurationSection _section = configuration.GetSection(PathOf(parent, section));
    private readonly string[] _known =
        [.. known.Where(key => key.StartsWith($"{section}:", StringComparison.Ordinal)).Select(key => PathOf(parent, key))];

    public void Configure(TOptions options) => Read(options);

    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        var faults = Read(null);
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static string PathOf(string? parent, string key) => parent is null ? key : $"{parent}:{key}";

    private List<string> Read(TOptions? options)
    {
        var faults = new List<string>();
        foreach (var entry in _section.GetChildren())
        {
            if (elsewhere.Contains(entry.Path, StringComparer.OrdinalIgnoreCase))
            {
                continue;
            }

            if (!_known.Contains(entry.Path, StringComparer.OrdinalIgnoreCase))
            {
                faults.Add(SectionBinder.Unknown(entry.Path, [.. _known, .. elsewhere]));
                continue;
            }

            var property = typeof(TOptions).GetProperty(entry.Key, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase)
                ?? throw new InvalidOperationException(
                    $"{entry.Path} is listed as a setting, and {typeof(TOptions).Name} has no such property");
            if (Set(property, entry, options) is { } expected)
            {
                faults.Add($"{entry.Path}: '{entry.Value}' is not {expected}");
            }
        }

        return faults;
    }

    /// <returns>Null if it was read; otherwise what it should be.</returns>
    private static string? Set(PropertyInfo property, IConfigurationSection entry, TOptions? options)
    {
        var text = entry.Value ?? "";
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (type == typeof(IList<string>))
        {
            var list = options is null ? [] : (IList<string>)property.GetValue(options)!;
            foreach (var part in entry.GetChildren().Select(child => child.Value ?? "").Concat(text.Split(',')))
            {
                if (part.Trim() is { Length: > 0 } item)
                {
                    list.Add(item);
                }
            }

            return null;
        }

        if (type == typeof(TimeSpan))
        {
            return Assign(
                Duration.TryParse(text, out var span)
                    || (text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out span)),
                span)
                ? null
                : Duration.Rule;
        }

        if (type == typeof(int))
        {
            return Assign(int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number), number)
                ? null
                : "a whole number";
        }

        return type == typeof(string)
            ? Assign(entry.Value is not null, text) ? null : "text"
            : throw new InvalidOperationException($"{entry.Path} is of a type that configuration does not read");

        bool Assign(bool read, object value)
        {
            if (read && options is not null)
            {
                property.SetValue(options, value);
            }

            return read;
        }
    }
}

/// <summary>What binders of all options have in common.</summary>
internal static class SectionBinder
{
    /// <summary>That a key is unknown, and what it may be instead.</summary>
    /// <param name="path">The key.</param>
    /// <param name="known">The keys that it may be a slip of.</param>
    /// <param name="sections">The sections that it may be meant to be in, listed if it is none of these slips; null: only keys.</param>
    public static string Unknown(string path, IReadOnlyList<string> known, IReadOnlyList<string>? sections = null) =>
        Suggestion.For(path, known) is { } meant ? $"{path} is not known; did you mean {meant}?"
        : NearMiss.OfSection(path, sections ?? []) is { } section ? $"{path} is not known; did you mean the section {section}?"
        : $"{path} is not known; known are {string.Join(", ", sections ?? known)}";
}
