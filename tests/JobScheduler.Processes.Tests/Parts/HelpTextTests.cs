using JobScheduler.Standalone.Arguments;
using JobScheduler.Standalone.Settings;

namespace JobScheduler.Processes.Tests.Parts;

public class HelpTextTests
{
    [Fact]
    public void Text_fits_its_width_and_names_every_setting()
    {
        var lines = HelpText.Text.Split(Environment.NewLine);

        Assert.All(lines, line => Assert.InRange(line.Length, 0, HelpText.Width));
        Assert.All(lines, line => Assert.Equal(line.TrimEnd(), line));
        Assert.All(
            KnownSettings.All,
            setting => Assert.Single(lines, line => line.StartsWith($"  --{setting.Key} ", StringComparison.Ordinal)));
        Assert.Equal(
            ["Usage:", "Commands:", "Options:", "Settings:", "Examples:"],
            lines.Where(line => line.EndsWith(':') && !line.StartsWith(' ')));
    }

    [Fact]
    public void Examples_are_accepted_and_shown() => Assert.All(HelpText.Examples, example =>
    {
        Assert.Null(CommandLine.Parse(example.Arguments.Split(' ')).Answer);
        Assert.Contains($"  {example.Meaning}{Environment.NewLine}", HelpText.Text, StringComparison.Ordinal);
    });
}
