namespace JobScheduler.Standalone.Logging;

/// <summary>Whether and how a line is coloured: the time dim, the level by its weight, the text never, which is not ours.</summary>
internal sealed class Colours
{
    private const string Reset = "\e[0m";
    private const string Faint = "\e[2m";

    private readonly bool _wanted;

    private Colours(bool wanted) => _wanted = wanted;

    /// <summary>For files and pipes.</summary>
    public static Colours None { get; } = new(false);

    /// <summary>For a terminal that is able to show them, unless its user does not want them (https://no-color.org).</summary>
    /// <param name="isTerminal">Whether the output goes to a terminal.</param>
    /// <param name="environment">Where <c>NO_COLOR</c> and <c>TERM</c> are.</param>
    public static Colours Of(bool isTerminal, IConfiguration environment) => isTerminal
        && string.IsNullOrEmpty(environment["NO_COLOR"])
        && environment["TERM"] is not "dumb" ? new(true) : None;

    public string Dim(string text) => Paint(Faint, text);

    public string ByLevel(LogLevel level, string text) => Paint(
        level switch
        {
            LogLevel.Trace or LogLevel.Debug => Faint,
            LogLevel.Information => "\e[32m",
            LogLevel.Warning => "\e[33m",
            LogLevel.Error => "\e[31m",
            _ => "\e[1;31m",
        },
        text);

    private string Paint(string colour, string text) => _wanted ? colour + text + Reset : text;
}
