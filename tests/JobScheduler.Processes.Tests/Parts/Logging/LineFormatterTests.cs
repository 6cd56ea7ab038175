using JobScheduler.Standalone.Logging;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace JobScheduler.Processes.Tests.Parts.Logging;

public class LineFormatterTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 12, 1, 6, 30, 0, TimeSpan.Zero));

    [Fact]
    public void Write_gives_time_level_and_message_on_one_line() =>
        Assert.Equal($"2026-12-01T06:30:00.000Z info   started{Environment.NewLine}", Write("started", Colours.None));

    [Fact]
    public void Write_of_control_characters_shows_them_and_does_not_send_them() => Assert.Equal(
        $"2026-12-01T06:30:00.000Z info   a\\u001b[31mb\\u000ac\\u202ed{Environment.NewLine}",
        Write("a\u001b[31mb\nc\u202ed", Colours.None));

    [Fact]
    public void Write_of_characters_beyond_16_bits_shows_the_hidden_ones_alone() => Assert.Equal(
        $"2026-12-01T06:30:00.000Z info   👩\u200D💻\\U000e0041\\u2066\\u009b\\ud83d.{Environment.NewLine}",
        Write($"👩\u200D💻\U000E0041\u2066\u009B{(char)0xD83D}.", Colours.None));

    [Fact]
    public void Write_on_a_terminal_colours_time_and_level_and_nothing_that_is_not_ours() => Assert.Equal(
        $"\e[2m2026-12-01T06:30:00.000Z\e[0m \e[32minfo\e[0m   a\\u001b[31mb{Environment.NewLine}",
        Write("a\u001b[31mb", Terminal()));

    [Theory]
    [InlineData(LogLevel.Information, "info   x")]
    [InlineData(LogLevel.Warning, "warn   x (trace 0af7651916cd43dd8448eb211c80319c)")]
    [InlineData(LogLevel.Error, "error  x (trace 0af7651916cd43dd8448eb211c80319c)")]
    public void Write_of_what_went_wrong_with_a_request_ends_in_its_trace(LogLevel level, string expected)
    {
        var scopes = new LoggerExternalScopeProvider();
        using var ofServer = scopes.Push("RequestPath:/api/v1/runs");
        using var ofRequest = scopes.Push(new Dictionary<string, object?> { ["TraceId"] = "0af7651916cd43dd8448eb211c80319c" });

        Assert.Equal($"2026-12-01T06:30:00.000Z {expected}{Environment.NewLine}", Write("x", Colours.None, level, scopes));
    }

    [Theory]
    [InlineData(true, null, "xterm-256color", true)]
    [InlineData(true, "", null, true)]
    [InlineData(true, "1", "xterm", false)]
    [InlineData(true, null, "dumb", false)]
    [InlineData(false, null, "xterm", false)]
    public void Colours_are_for_terminals_whose_users_want_them(bool isTerminal, string? noColor, string? term, bool wanted) =>
        Assert.Equal(wanted ? "\e[2mx\e[0m" : "x", Terminal(isTerminal, noColor, term).Dim("x"));

    private static Colours Terminal(bool isTerminal = true, string? noColor = null, string? term = "xterm") => Colours.Of(
        isTerminal,
        new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["NO_COLOR"] = noColor, ["TERM"] = term })
            .Build());

    private string Write(
        string message, Colours colours, LogLevel level = LogLevel.Information, IExternalScopeProvider? scopes = null)
    {
        using var writer = new StringWriter();
        new LineFormatter(_time, colours).Write(
            new LogEntry<string>(level, "x", 0, message, null, (state, _) => state), scopes, writer);
        return writer.ToString();
    }
}
