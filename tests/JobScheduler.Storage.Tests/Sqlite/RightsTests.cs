namespace JobScheduler.Storage.Tests;

/// <summary>Folders and files that others could change are refused, with what to do.</summary>
public sealed class RightsTests : SqliteTests
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    [Theory]
    [InlineData(UnixFileMode.OtherWrite)]
    [InlineData(UnixFileMode.GroupWrite)]
    [InlineData(UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)]
    [InlineData(UnixFileMode.OtherWrite | UnixFileMode.StickyBit)]
    [InlineData(UnixFileMode.OtherWrite | UnixFileMode.SetGroup)]
    public async Task Folder_that_others_may_write_is_refused_and_left_as_it_is(UnixFileMode more)
    {
        SkipOnWindows();
        Directory.CreateDirectory(Folder);
        SetMode(Folder, Owner | more);

        var message = await RefusedAsync();

        Assert.Contains($"run chmod 700 '{Folder}'", message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Folder));
        SetMode(Folder, Owner);
        await using var storage = await OpenAsync();
    }

    [Theory]
    [InlineData(UnixFileMode.None)]
    [InlineData(UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute)]

    // As Kubernetes makes a volume with fsGroup.
    [InlineData(UnixFileMode.SetGroup | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute)]
    public async Task Folder_that_others_may_not_write_is_used(UnixFileMode more)
    {
        SkipOnWindows();
        Directory.CreateDirectory(Folder);
        SetMode(Folder, Owner | more);

        await using var storage = await OpenAsync();
    }

    [Theory]
    [InlineData("jobscheduler.db")]
    [InlineData("jobscheduler.db-wal")]
    [InlineData("lock")]
    [InlineData("process")]
    public async Task File_that_others_may_write_is_refused_unless_the_folder_is_a_groups(string name)
    {
        SkipOnWindows();
        await (await OpenAsync()).DisposeAsync();
        var file = Path.Combine(Folder, name);
        if (!System.IO.File.Exists(file))
        {
            await System.IO.File.WriteAllBytesAsync(file, [], Cancellation);
        }

        SetMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite);
        Assert.Contains($"run chmod 600 '{file}'", await RefusedAsync(), StringComparison.Ordinal);

        SetMode(Folder, Owner | UnixFileMode.GroupWrite | UnixFileMode.SetGroup);
        await using var storage = await OpenAsync();
    }

    [Theory]
    [InlineData(true, "")]
    [InlineData(false, "")]
    [InlineData(true, "/")]
    public async Task Folder_that_is_a_link_is_refused_also_if_it_leads_nowhere(bool isThere, string end)
    {
        SkipOnWindows();
        var target = Folder + "-target";
        if (isThere)
        {
            Directory.CreateDirectory(target);
        }

        try
        {
            Directory.CreateSymbolicLink(Folder, target);
            await using var storage = new Sqlite.SqliteStorage(new Sqlite.SqliteOptions { Folder = Folder + end }, Time);

            var refusal = await Assert.ThrowsAsync<StorageException>(async () => await storage.PrepareAsync(Cancellation));

            Assert.Contains($"'{Folder}' is a symbolic link to '{target}'", refusal.Message, StringComparison.Ordinal);
            Assert.Equal(isThere, Directory.Exists(target));
        }
        finally
        {
            System.IO.File.Delete(Folder);
            if (isThere)
            {
                Directory.Delete(target);
            }
        }
    }

    [Fact]
    public async Task File_that_is_a_link_is_refused_and_what_it_leads_to_kept()
    {
        SkipOnWindows();
        Directory.CreateDirectory(Folder);
        SetMode(Folder, Owner);
        var victim = Path.Combine(Folder, "victim");
        await System.IO.File.WriteAllTextAsync(victim, "kept", Cancellation);
        System.IO.File.CreateSymbolicLink(Path.Combine(Folder, "process"), victim);

        Assert.Contains("is a symbolic link to", await RefusedAsync(), StringComparison.Ordinal);

        Assert.Equal("kept", await System.IO.File.ReadAllTextAsync(victim, Cancellation));
    }

    private static void SkipOnWindows() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has other rights");

    private static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            System.IO.File.SetUnixFileMode(path, mode);
        }
    }
}
