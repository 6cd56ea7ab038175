using System.Text.RegularExpressions;
using JobScheduler.TestKit;

namespace JobScheduler.Infra.Tests.Azd;

/// <summary>What the tests ask of azure.yaml, read by its lines: it is short, and a YAML reader would be a dependency.</summary>
internal static partial class AzureYaml
{
    private static readonly string Text = Repository.Read("azure.yaml");

    /// <summary>The services by name, each with its lines.</summary>
    public static IReadOnlyDictionary<string, string> Services =>
        Blocks().Matches(Section("services")).ToDictionary(one => one.Groups["name"].Value, one => one.Groups["body"].Value);

    /// <summary>The scripts of the hooks, relative to the repository.</summary>
    public static IReadOnlyList<string> Scripts => [.. Runs().Matches(Section("hooks")).Select(one => one.Groups["path"].Value)];

    public static string Section(string name) =>
        Regex.Match(Text, $@"^{name}:\n(?<body>(?:[ #].*\n|\n)*)", RegexOptions.Multiline).Groups["body"].Value;

    [GeneratedRegex(@"^  (?<name>\w+):\n(?<body>(?:    .*\n)*)", RegexOptions.Multiline)]
    private static partial Regex Blocks();

    [GeneratedRegex(@"^ +run: (?<path>.+)$", RegexOptions.Multiline)]
    private static partial Regex Runs();
}
