using JobScheduler.Standalone.Logging;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace JobScheduler.Processes.Tests.Parts;

public class LineFormatterTests
{
    private readonly LineFormatter _formatter = new(new FakeTimeProvider(new DateTimeOffset(2026, 12, 1, 6, 30, 0, TimeSpan.Zero)));

    [Fact]
    public void Write_gives_time_level_and_message_on_one_line() =>
        Assert.Equal($"2026-12-01T06:30:00.000Z info   started{Environment.NewLine}", Write("started"));

    [Fact]
    public void Write_of_control_characters_shows_them_and_does_not_send_them() =>
        Assert.Equal(
            $"2026-12-01T06:30:00.000Z info   a\\u001b[31mb\\u000ac\\u202ed{Environment.NewLine}", Write("a\u001b[31mb\nc\u202ed"));

    private string Write(string message)
    {
        using var writer = new StringWriter();
        _formatter.Write(new LogEntry<string>(LogLevel.Information, "x", 0, message, null, (state, _) => state), null, writer);
        return writer.ToString();
    }
}
