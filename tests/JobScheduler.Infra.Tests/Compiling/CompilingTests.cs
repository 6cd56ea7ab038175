using JobScheduler.TestKit;

namespace JobScheduler.Infra.Tests.Compiling;

public class CompilingTests
{
    public static TheoryData<string> Files =>
    [
        .. Directory.EnumerateFiles(Bicep.Folder, "*.bicep", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Bicep.Folder, file)),
    ];

    [Fact]
    public async Task Main_builds_without_a_warning()
    {
        var ended = await Bicep.RunAsync("build", "--no-restore", "--stdout", Bicep.Main);

        Assert.Equal("", ended.Errors);
        Assert.Equal(0, ended.Code);
    }

    [Fact]
    public async Task Main_and_its_modules_pass_the_linter()
    {
        var ended = await Bicep.RunAsync("lint", "--no-restore", Bicep.Main);

        Assert.Equal("", ended.Errors + ended.Output);
        Assert.Equal(0, ended.Code);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task File_is_formatted(string file)
    {
        var path = Path.Combine(Bicep.Folder, file);

        var ended = await Bicep.RunAsync("format", "--stdout", path);

        Assert.Equal(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken), ended.Output);
    }

    [Fact]
    public void Resources_come_from_no_registry()
    {
        foreach (var file in Files)
        {
            Assert.DoesNotContain("'br", Repository.Read("infra", file.Data), StringComparison.Ordinal);
        }
    }
}
