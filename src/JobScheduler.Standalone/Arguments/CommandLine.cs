using JobScheduler.Standalone.Settings;

namespace JobScheduler.Standalone.Arguments;

/// <summary>The command line, read.</summary>
/// <param name="Values">What it sets, by configuration key.</param>
/// <param name="Answer">Not null: say this and end.</param>
internal sealed record CommandLine(IReadOnlyDictionary<string, string?> Values, Answer? Answer)
{
    private static readonly Dictionary<string, string> Options = new(StringComparer.Ordinal)
    {
        ["--urls"] = SettingKeys.Urls,
        ["--data"] = SettingKeys.Folder,
        ["--storage"] = SettingKeys.StorageKind,
    };

    /// <summary>Reads <c>--option value</c> and <c>--option=value</c>. What is not known is refused, with what is.</summary>
    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        for (var at = 0; at < arguments.Count; at++)
        {
            var (name, value) = arguments[at].Split('=', 2) is [var before, var after] ? (before, after) : (arguments[at], null);
            switch (name)
            {
                case "--help" or "-h" or "-?":
                    return Say(new Answer(HelpText.Text, ExitCode.Success));
                case "--version":
                    return Say(new Answer(Product.Version, ExitCode.Success));
            }

            if (KeyOf(name) is not { } key)
            {
                return Say(Answer.Usage($"'{name}' is not known; known are {string.Join(", ", Options.Keys)}, --help, --version and settings such as --{SettingKeys.Workers}. --help lists all."));
            }

            value ??= ++at < arguments.Count ? arguments[at] : null;
            if (string.IsNullOrWhiteSpace(value) || (value.StartsWith("--", StringComparison.Ordinal) && KeyOf(value) is not null))
            {
                return Say(Answer.Usage($"{name} needs a value."));
            }

            if (!values.TryAdd(key, value))
            {
                return Say(Answer.Usage($"{name} is given twice."));
            }
        }

        return new CommandLine(values, null);
    }

    private static CommandLine Say(Answer answer) => new(new Dictionary<string, string?>(), answer);

    private static string? KeyOf(string name) =>
        Options.TryGetValue(name, out var key) ? key
        : name.StartsWith("--", StringComparison.Ordinal) && KnownSettings.Covers(name[2..]) ? name[2..]
        : null;
}
