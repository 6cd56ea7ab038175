using JobScheduler.Hosting.Settings;
using JobScheduler.Standalone.Settings;

namespace JobScheduler.Standalone.Arguments;

/// <summary>The parsed command line.</summary>
/// <param name="Values">The values it sets, by configuration key.</param>
/// <param name="Answer">Not null: print this and exit.</param>
/// <param name="Verb">Not null: do this instead of running the server.</param>
internal sealed record CommandLine(IReadOnlyDictionary<string, string?> Values, Answer? Answer, Verb? Verb = null)
{
    private const string Ephemeral = "--ephemeral";

    private static readonly Dictionary<string, string> Options = new(StringComparer.Ordinal)
    {
        ["--urls"] = SettingKeys.Urls,
        ["--data"] = SettingKeys.Folder,
        ["--storage"] = SettingKeys.StorageKind,
        [Ephemeral] = SettingKeys.Ephemeral,
    };

    /// <summary>
    /// Reads <c>--option value</c> and <c>--option=value</c>, before or after a command with its folder. All that is wrong is refused
    /// together.
    /// </summary>
    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        var faults = new List<string>();
        Verb? verb = null;
        for (var at = 0; at < arguments.Count; at++)
        {
            if (Verb.Next(verb, arguments[at]) is { } next)
            {
                verb = next;
                continue;
            }

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
                faults.Add(Unknown(name));

                // What follows is its value, and must not be taken for an unknown option.
                at += value is null && at + 1 < arguments.Count && !arguments[at + 1].StartsWith('-') ? 1 : 0;
                continue;
            }

            if (name == Ephemeral)
            {
                value = value is null ? bool.TrueString : null;
            }
            else
            {
                value ??= at + 1 < arguments.Count && !IsOption(arguments[at + 1]) ? arguments[++at] : null;
            }

            if (string.IsNullOrWhiteSpace(value))
            {
                faults.Add(name == Ephemeral ? $"{name} takes no value." : $"{name} needs a value.");
            }
            else if (!values.TryAdd(key, value))
            {
                faults.Add($"{name} is given more than once.");
            }
        }

        if (verb is { IsComplete: false })
        {
            faults.Add($"{verb.Name} needs the folder of the backup: {verb.Name} DIR [--data <folder>].");
        }

        return faults.Count == 0 ? new CommandLine(values, null, verb) : Say(Answer.Usage([.. faults]));
    }

    private static bool IsOption(string argument) =>
        argument is "--help" or "-h" or "-?" or "--version"
        || (argument.StartsWith("--", StringComparison.Ordinal) && KeyOf(argument.Split('=')[0]) is not null);

    private static string Unknown(string name)
    {
        string[] options = [.. Options.Keys, "--help", "--version"];
        var known = options.Concat(KnownSettings.All.Select(setting => $"--{setting.Key}"));
        var meant = Suggestion.For(name, Verb.Names) ?? Suggestion.For(name.StartsWith('-') ? name : $"--{name}", known);
        return meant is null
            ? $"'{name}' is not known; known are {string.Join(", ", options)}, settings such as --{SchedulerSettings.Workers}, "
                + $"and the commands {string.Join(" and ", Verb.Names)}. --help lists all of them."
            : $"'{name}' is not known; did you mean {meant}? --help lists all options and settings.";
    }

    private static CommandLine Say(Answer answer) => new(new Dictionary<string, string?>(), answer);

    private static string? KeyOf(string name) =>
        Options.TryGetValue(name, out var key) ? key
        : !name.StartsWith("--", StringComparison.Ordinal) ? null
        : KnownSettings.Covers(name[2..]) || FrameworkSettings.AreIn(name[2..]) ? name[2..]
        : null;
}

/// <summary>Printed instead of starting.</summary>
internal sealed record Answer(string Text, int Code)
{
    /// <summary>The command line is wrong.</summary>
    /// <param name="faults">A sentence each.</param>
    public static Answer Usage(params string[] faults) => new(string.Join($"{Environment.NewLine}error: ", faults), ExitCode.Usage);

    /// <summary>Prints it: what was asked for to standard output, a fault to standard error.</summary>
    /// <returns>The exit code.</returns>
    public int Give()
    {
        if (Code == ExitCode.Success)
        {
            Console.Out.WriteLine(Text);
        }
        else
        {
            Console.Error.WriteLine($"error: {Text}");
        }

        return Code;
    }
}

/// <summary>Exit codes, stable for whoever starts this process.</summary>
internal static class ExitCode
{
    /// <summary>It was asked to stop, and did.</summary>
    public const int Success = 0;

    /// <summary>It could not start, or failed.</summary>
    public const int Failure = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 2;

    /// <summary>It was interrupted: again while stopping, or a command in its work. The code that shells use for an interrupt.</summary>
    public const int Interrupted = 130;
}
