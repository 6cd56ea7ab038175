using JobScheduler.Standalone.Logging;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace JobScheduler.Processes.Tests.Parts;

public class JournalFormatterTests
{
    private readonly JournalFormatter _formatter = new(new FakeTimeProvider(new DateTimeOffset(2026, 12, 1, 6, 30, 0, TimeSpan.Zero)));

    [Theory]
    [InlineData(LogLevel.Debug, "<7>2026-12-01T06:30:00.000Z debug  said")]
    [InlineData(LogLevel.Information, "<6>2026-12-01T06:30:00.000Z info   said")]
    [InlineData(LogLevel.Warning, "<4>2026-12-01T06:30:00.000Z warn   said")]
    [InlineData(LogLevel.Critical, "<2>2026-12-01T06:30:00.000Z fatal  said")]
    public void Write_begins_with_the_level_of_the_journal(LogLevel level, string line) =>
        Assert.Equal(line + Environment.NewLine, Write(level, null));

    // The journal takes each line for a message of its own.
    [Fact]
    public void Write_of_an_error_with_its_place_gives_each_line_the_level()
    {
        var lines = Write(LogLevel.Error, new InvalidOperationException("broken")).Split(Environment.NewLine)[..^1];

        Assert.Equal(2, lines.Length);
        Assert.All(lines, line => Assert.StartsWith("<3>", line, StringComparison.Ordinal));
    }

    private string Write(LogLevel level, Exception? error)
    {
        using var writer = new StringWriter();
        _formatter.Write(new LogEntry<string>(level, "x", 0, "said", error, (state, _) => state), null, writer);
        return writer.ToString();
    }
}
