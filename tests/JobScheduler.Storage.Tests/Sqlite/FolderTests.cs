using System.Text;
using SQLitePCL;

namespace JobScheduler.Storage.Tests;

/// <summary>Folders that must not be used, and what the user is told.</summary>
public sealed class FolderTests : SqliteTests
{
    [Fact]
    public async Task Second_opening_is_refused_while_the_first_lives_and_names_the_process()
    {
        await using (await OpenAsync())
        {
            var message = await RefusedAsync();
            Assert.Contains($"in use by another process (process {Environment.ProcessId})", message, StringComparison.Ordinal);
            Assert.Contains("--data", message, StringComparison.Ordinal);
        }

        await using var again = await OpenAsync();
    }

    [Fact]
    public async Task Refused_opening_leaves_the_first_unharmed()
    {
        await using var storage = await OpenAsync();
        await RefusedAsync();

        Assert.True((await storage.Tables.CommitAsync("1", [RowOperation.Insert("a", Number(1))], Cancellation)).Succeeded);
        await RefusedAsync();
    }

    [Fact]
    public async Task Folder_and_files_are_for_their_owner_only()
    {
        await using var storage = await OpenAsync();
        await storage.Tables.CommitAsync("1", [RowOperation.Insert("a", Number(1))], Cancellation);

        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has other rights");
            return;
        }

        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, System.IO.File.GetUnixFileMode(Folder));
        foreach (var file in Directory.GetFiles(Folder))
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public async Task Path_that_is_a_file_is_refused()
    {
        await System.IO.File.WriteAllTextAsync(Folder, "a file", Cancellation);

        Assert.Contains(Folder, await RefusedAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_that_is_no_database_is_refused_and_kept()
    {
        Directory.CreateDirectory(Folder);
        var content = Encoding.ASCII.GetBytes(new string('x', 8192));
        await System.IO.File.WriteAllBytesAsync(File, content, Cancellation);

        Assert.Contains("damaged or not a database", await RefusedAsync(), StringComparison.Ordinal);

        Assert.Equal(content, await System.IO.File.ReadAllBytesAsync(File, Cancellation));
    }

    [Fact]
    public async Task Database_of_a_newer_version_is_refused()
    {
        await (await OpenAsync()).DisposeAsync();
        Edit("PRAGMA user_version = 99");

        var message = await RefusedAsync();

        Assert.Contains("newer version (schema 99", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Database_of_another_program_is_refused()
    {
        Directory.CreateDirectory(Folder);
        Edit("CREATE TABLE theirs (x)");

        Assert.Contains("another program", await RefusedAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refused_opening_lets_the_folder_go()
    {
        await (await OpenAsync()).DisposeAsync();
        Edit("PRAGMA user_version = 99");
        await RefusedAsync();
        Edit("PRAGMA user_version = 1");

        await using var storage = await OpenAsync();
    }

    [Fact]
    public async Task Damage_found_while_running_is_permanent()
    {
        await using (var storage = await OpenAsync())
        {
            await storage.Tables.CommitAsync("1", [RowOperation.Insert("a", Number(1))], Cancellation);
        }

        await using (var file = new FileStream(File, FileMode.Open))
        {
            file.Position = 4096;
            file.Write(Enumerable.Repeat((byte)0xFF, (int)file.Length - 4096).ToArray());
        }

        var fault = await Assert.ThrowsAsync<StorageException>(async () =>
        {
            await using var storage = await OpenAsync();
            await storage.Tables.GetAsync("1", "a", Cancellation);
        });
        Assert.Equal(StorageFault.Permanent, fault.Fault);
        Assert.Contains("restore a backup", fault.Message, StringComparison.Ordinal);
    }

    private void Edit(string sql)
    {
        Batteries_V2.Init();
        Assert.Equal(raw.SQLITE_OK, raw.sqlite3_open(File, out var database));
        using (database)
        {
            Assert.Equal(raw.SQLITE_OK, raw.sqlite3_exec(database, sql));
        }
    }
}
