using JobScheduler.Hosting.Settings;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.Options;

namespace JobScheduler.Standalone.Settings;

/// <summary>
/// Finds misspelled settings that no section's reader sees: in sections that are misspelled themselves, or in those of the framework. A
/// file is ours, so whatever is unknown in it is refused; the environment is everybody's, so there it has to be a near miss of a setting.
/// </summary>
internal sealed class UnknownKeys(IConfiguration configuration, IEnumerable<KnownSection> sections) : IValidateOptions<WholeConfiguration>
{
    private static readonly string[] Keys =
        [.. KnownSettings.All.Select(setting => setting.Key), SettingKeys.Folder, SettingKeys.StorageKind, SettingKeys.Ephemeral];

    private static readonly string[] Ours = [.. Keys.Select(First).Append(SettingKeys.Urls).Distinct()];

    public ValidateOptionsResult Validate(string? name, WholeConfiguration options)
    {
        var read = sections.Select(section => section.Path).ToList();
        var faults = ((IConfigurationRoot)configuration).Providers
            .SelectMany(provider => KeysOf(provider, null).Select(key => (Key: key, IsOfFile: provider is JsonConfigurationProvider)))
            .Where(entry => !read.Exists(section => IsIn(section, entry.Key)))
            .Select(entry => FaultOf(entry.Key, entry.IsOfFile))
            .OfType<string>()
            .Distinct()
            .ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static string? FaultOf(string key, bool isOfFile)
    {
        var name = ListKey.Of(key);
        if (Keys.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            return null;
        }

        if (NearMiss.Of(name, Keys) is { } meant)
        {
            return $"{key} is not known; did you mean {meant}?";
        }

        return isOfFile && !Ours.Contains(First(key), StringComparer.OrdinalIgnoreCase) && !FrameworkSettings.Covers(key)
            ? SectionBinder.Unknown(key, [.. Keys, .. FrameworkSettings.Names], [.. Ours.Union(FrameworkSettings.Sections)])
            : null;
    }

    private static bool IsIn(string section, string key) => key.StartsWith($"{section}:", StringComparison.OrdinalIgnoreCase);

    private static string First(string key) => key.Split(':')[0];

    private static IEnumerable<string> KeysOf(IConfigurationProvider provider, string? parent)
    {
        foreach (var name in provider.GetChildKeys([], parent).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            var key = parent is null ? name : $"{parent}:{name}";
            if (provider.TryGet(key, out _))
            {
                yield return key;
            }

            foreach (var child in KeysOf(provider, key))
            {
                yield return child;
            }
        }
    }
}
