using System.Reflection;
using JobScheduler.Standalone.Listening;
using JobScheduler.Standalone.Settings;

namespace JobScheduler.Standalone.Arguments;

/// <summary>The answer to <c>--help</c>, for a terminal of <see cref="Width"/> columns.</summary>
internal static class HelpText
{
    public const int Width = 100;

    private const string Program = "JobScheduler.Standalone";

    /// <summary>Where meanings begin: behind the longest setting.</summary>
    private const int Column = 34;

    /// <summary>A space at which no line ends.</summary>
    private const char NoBreak = '\u00a0';

    /// <summary>What people start with; each is a command line that is accepted.</summary>
    public static IReadOnlyList<(string Arguments, string Meaning)> Examples { get; } =
    [
        ("--ephemeral", "Try it; nothing is kept."),
        ("--data /var/lib/jobscheduler --urls http://127.0.0.1:9000", "Keep data in a folder of your choice."),
        (
            "--Targets:AllowedPrivateRanges 127.0.0.0/8:3000-3999,10.1.0.0/16",
            "Call targets on some ports of this machine, and in a private network."),
        (
            "--Kestrel:Endpoints:Https:Url https://*:8443 --Kestrel:Certificates:Default:Path server.pem "
                + "--Kestrel:Certificates:Default:KeyPath server.key",
            "Serve other machines, over https."),
        ("--storage azure --JobStore:accountName myaccount", "Share a storage account with other processes, by identity."),
        ("--Logging:File:Path /var/log/jobscheduler/log.txt", "Keep the log as files."),
        ($"{Verb.Backup} /backups/monday --data /var/lib/jobscheduler", "Back up the data, also while the server runs."),
    ];

    public static string Text { get; } = Write();

    private static string Write() => string.Join(
        Environment.NewLine,
        [
            $"{Product.Name} {Product.Version}: a job scheduler, with its data in one folder or in an Azure storage account.",
            "",
            "Usage:",
            $"  {Program} [options] [settings]",
            $"  {Program} <command> DIR [--data <folder>]",
            "",
            "Commands:",
            .. Line($"{Verb.Backup} DIR", "copy the data folder to DIR, new or empty; the server may run meanwhile"),
            .. Line($"{Verb.Restore} DIR", "make a data folder from the backup in DIR; it must hold no data yet"),
            "",
            "Options:",
            .. Line("--urls <addresses>", $"addresses to listen on, separated by semicolons (default {Urls.Default})"),
            .. Line("--data <folder>", $"the data folder (default {DataFolder.Default ?? "none: this user has no data folder"})"),
            .. Line("--ephemeral", "for trying: data in a new temporary folder, which is deleted at the stop"),
            .. Line(
                "--storage <kind>",
                $"where data is stored: {StorageKind.Sqlite} (default), or {StorageKind.Azure} for a storage account, "
                    + "which several processes can share"),
            .. Line("--version", "print the version"),
            .. Line("--help, -h", "print this text"),
            "",
            "Settings:",
            .. Paragraph(
                "As --Key value, as environment variables (Section__Name), or in appsettings.json in the current folder, in this order "
                + "of precedence. Durations are written 500ms, 20s, 5m, 1h30m."),
            .. KnownSettings.All.GroupBy(setting => setting.Key.Split(':')[0]).SelectMany(section => section
                .SelectMany(setting => Line(
                    $"--{setting.Key}",
                    setting.Default.Length == 0 ? setting.Meaning : $"{setting.Meaning} (default{NoBreak}{setting.Default})"))
                .Prepend("")),
            "",
            .. Paragraph(
                "Those of ASP.NET Core for endpoints and certificates (Kestrel:Endpoints:…, Kestrel:Certificates:…) and for levels of "
                + "the log (Logging:LogLevel:…, Logging:Console:LogLevel:…) are set in the same ways."),
            "",
            "Examples:",
            .. Examples.SelectMany(Example),
        ]);

    private static IEnumerable<string> Example((string Arguments, string Meaning) example) =>
        Wrap($"{Program} {OptionsWhole(example.Arguments)}", Width - 8, " \\")
            .Select((line, at) => (at == 0 ? "    " : "      ") + line)
            .Prepend($"  {example.Meaning}");

    /// <summary>So that no line ends between an option and its value.</summary>
    private static string OptionsWhole(string arguments) =>
        arguments.Replace(' ', NoBreak).Replace($"{NoBreak}--", " --", StringComparison.Ordinal);

    private static IEnumerable<string> Paragraph(string text) => Wrap(text, Width - 2).Select(line => $"  {line}");

    private static IEnumerable<string> Line(string name, string meaning) => Wrap(meaning, Width - Column)
        .Select((line, at) => (at == 0 ? $"  {name}" : "").PadRight(Column) + line);

    /// <summary>Breaks at spaces that are not <see cref="NoBreak"/>.</summary>
    /// <param name="text">The words.</param>
    /// <param name="width">How long a line may be.</param>
    /// <param name="more">Appended to each line but the last.</param>
    private static List<string> Wrap(string text, int width, string more = "")
    {
        var lines = new List<string>();
        var line = "";
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length + more.Length > width)
            {
                lines.Add(line + more);
                line = word;
            }
            else
            {
                line = line.Length == 0 ? word : $"{line} {word}";
            }
        }

        lines.Add(line);
        return lines.ConvertAll(whole => whole.Replace(NoBreak, ' '));
    }
}

/// <summary>What this program calls itself.</summary>
internal static class Product
{
    public const string Name = "JobScheduler";

    /// <summary>Without the commit that the build appends.</summary>
    public static string Version { get; } =
        typeof(Product).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";
}
