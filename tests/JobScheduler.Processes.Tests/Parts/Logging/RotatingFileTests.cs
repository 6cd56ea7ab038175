using JobScheduler.Hosting.Starting;
using JobScheduler.Processes.Tests.Server;
using JobScheduler.Standalone.Logging.Files;

namespace JobScheduler.Processes.Tests.Parts.Logging;

public class RotatingFileTests
{
    private const int LineBytes = 100;

    [Fact]
    public async Task Write_from_many_threads_beyond_the_size_begins_new_files_and_loses_and_tears_no_line()
    {
        using var folder = new TestFolder();
        using (var file = new RotatingFile(Path.Combine(folder.Path, "log.txt"), 50 * LineBytes, files: 1_000))
        {
            await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(
                () => WriteLines(file, writer * 100, 100), TestContext.Current.CancellationToken)));
        }

        var files = Directory.GetFiles(folder.Path);
        Assert.Equal(16, files.Length);
        Assert.All(files, path => Assert.Equal(50 * LineBytes, new FileInfo(path).Length));
        Assert.Equal(Enumerable.Range(0, 800).Select(Line), files.SelectMany(File.ReadAllLines).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Write_beyond_the_number_of_files_keeps_the_last_lines()
    {
        using var folder = new TestFolder();
        using (var file = new RotatingFile(Path.Combine(folder.Path, "log.txt"), 10 * LineBytes, files: 3))
        {
            WriteLines(file, 0, 95);
        }

        Assert.Equal(Enumerable.Range(70, 25).Select(Line), Lines(folder));
        Assert.Equal(3, Directory.GetFiles(folder.Path).Length);
    }

    [Fact]
    public void Write_after_a_restart_goes_on_in_the_last_file()
    {
        using var folder = new TestFolder();
        for (var start = 0; start < 4; start++)
        {
            using var file = new RotatingFile(Path.Combine(folder.Path, "logs", "log.txt"), 10 * LineBytes, files: 5);
            WriteLines(file, start * 6, 6);
        }

        Assert.Equal(["log.txt", "log_001.txt", "log_002.txt"], Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories)
            .Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(Enumerable.Range(0, 24).Select(Line), Lines(folder));
    }

    [Theory]
    [InlineData("/dev/null/log.txt")]
    [InlineData("")]
    public void Open_of_a_path_that_cannot_be_written_says_which_key(string path) => Assert.StartsWith(
        $"Logging:File:Path: '{path}' cannot be written: ",
        Assert.Throws<StartFaultException>(() => new RotatingFile(path, 1_000, 5)).Message,
        StringComparison.Ordinal);

    private static IEnumerable<string> Lines(TestFolder folder) => Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal)
        .SelectMany(File.ReadAllLines);

    private static void WriteLines(RotatingFile file, int first, int count)
    {
        for (var line = first; line < first + count; line++)
        {
            file.Write(DateTimeOffset.UnixEpoch, Line(line) + "\n");
        }
    }

    private static string Line(int number) => $"{number:0000} ".PadRight(LineBytes - 1, 'x');
}
