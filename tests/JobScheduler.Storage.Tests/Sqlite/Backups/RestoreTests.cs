using System.Text.Json.Nodes;
using JobScheduler.Storage.Sqlite;
using SQLitePCL;

namespace JobScheduler.Storage.Tests;

public sealed class RestoreTests : BackupFixture
{
    [Fact]
    public async Task Restored_folder_has_rows_messages_and_blobs()
    {
        await using (var storage = await OpenAsync())
        {
            await InsertAsync(storage, "1", 7);
            await storage.Queues.SendAsync("work", "body", TimeSpan.Zero, Cancellation);
            await storage.Blobs.PutAsync("blob", "content"u8.ToArray(), Cancellation);
        }

        Assert.Equal(Backup().TakenAt, Restore().TakenAt);

        await using var restored = await OpenRestoredAsync();
        Assert.Equal([7], await NumbersAsync(restored, "1"));
        Assert.Equal("body", (await restored.Queues.ReceiveAsync("work", 1, TimeSpan.FromMinutes(1), Cancellation)).Single().Body);
        Assert.Equal("content"u8.ToArray(), (await restored.Blobs.GetAsync("blob", 0, Cancellation))!.Value.ToArray());
    }

    [Fact]
    public async Task Restored_storage_gives_no_ETag_that_the_lost_one_gave_after_the_backup()
    {
        var lost = new HashSet<string>();
        await (await OpenAsync()).DisposeAsync();
        Backup();
        for (var opening = 0; opening < 3; opening++)
        {
            await using var storage = await OpenAsync();
            lost.Add((await storage.Tables.CommitAsync("1", [RowOperation.Insert($"{opening}", Number(1))], Cancellation)).ETags[0]!);
        }

        Restore();

        await using var restored = await OpenRestoredAsync();
        var insert = await restored.Tables.CommitAsync("1", [RowOperation.Insert("0", Number(2))], Cancellation);
        Assert.DoesNotContain(insert.ETags[0]!, lost);
    }

    [Theory]
    [InlineData("jobscheduler.db")]
    [InlineData("jobscheduler.db-wal")]
    [InlineData(Beside)]
    public async Task Folder_that_holds_data_is_refused_and_kept(string name)
    {
        await MakeBackupAsync();
        Directory.CreateDirectory(Restored);
        await System.IO.File.WriteAllTextAsync(Path.Combine(Restored, name), "theirs", Cancellation);

        Assert.Contains($"already holds data ({name})", Refused(() => Restore()), StringComparison.Ordinal);

        Assert.Equal("theirs", await System.IO.File.ReadAllTextAsync(Path.Combine(Restored, name), Cancellation));
        Assert.Equal([name, "lock"], Directory.GetFiles(Restored).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Folder_in_use_is_refused()
    {
        await MakeBackupAsync();
        await using var storage = await OpenRestoredAsync();

        Assert.Contains("in use by another process", Refused(() => Restore()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Damaged_backup_is_refused_and_leaves_a_folder_without_data()
    {
        await MakeBackupAsync();
        await using (var file = new FileStream(Path.Combine(Target, "jobscheduler.db"), FileMode.Open))
        {
            file.Position = file.Length - 1;
            var last = file.ReadByte();
            file.Position = file.Length - 1;
            file.WriteByte((byte)(last ^ 1));
        }

        Assert.Contains("SHA-256", Refused(() => Restore()), StringComparison.Ordinal);

        Assert.Equal([Beside, "lock"], Directory.GetFiles(Restored).Select(Path.GetFileName).Order());
    }

    [Theory]
    [InlineData(Beside)]
    [InlineData("jobscheduler.db")]
    [InlineData("backup.json")]
    public async Task Backup_without_one_of_its_files_is_refused(string name)
    {
        await MakeBackupAsync();
        System.IO.File.Delete(Path.Combine(Target, name));

        Assert.Contains($"{name} is missing", Refused(() => Restore()), StringComparison.Ordinal);

        Assert.False(Directory.Exists(Restored));
    }

    [Fact]
    public async Task Backup_of_a_newer_version_is_refused()
    {
        await MakeBackupAsync();
        Batteries_V2.Init();
        Assert.Equal(raw.SQLITE_OK, raw.sqlite3_open(Path.Combine(Target, "jobscheduler.db"), out var database));
        using (database)
        {
            Assert.Equal(raw.SQLITE_OK, raw.sqlite3_exec(database, "PRAGMA user_version = 99"));
        }

        Assert.Contains("newer version (schema 99", Refused(() => Restore()), StringComparison.Ordinal);

        Assert.False(Directory.Exists(Restored));
    }

    [Theory]
    [InlineData("format", "2", "newer version")]
    [InlineData("format", "null", "cannot be read")]
    [InlineData("files", "[]", "names other files")]
    [InlineData("files", """[{ "name": "../x", "bytes": 0, "sha256": "" }]""", "names other files")]
    public async Task Manifest_that_is_not_understood_is_refused(string member, string value, string says)
    {
        await MakeBackupAsync();
        var path = Path.Combine(Target, "backup.json");
        var manifest = JsonNode.Parse(await System.IO.File.ReadAllTextAsync(path, Cancellation))!;
        manifest[member] = JsonNode.Parse(value);
        await System.IO.File.WriteAllTextAsync(path, manifest.ToJsonString(), Cancellation);

        Assert.Contains(says, Refused(() => Restore()), StringComparison.Ordinal);

        Assert.False(Directory.Exists(Restored));
    }

    [Fact]
    public async Task Interrupted_restore_can_be_repeated()
    {
        await MakeBackupAsync();
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => Restore(_ => stop.Cancel(), stop.Token));
        Assert.False(System.IO.File.Exists(Path.Combine(Restored, "jobscheduler.db")));

        Restore();

        await using var restored = await OpenRestoredAsync();
        Assert.Equal([7], await NumbersAsync(restored, "1"));
        Assert.Equal("hash", await System.IO.File.ReadAllTextAsync(Path.Combine(Restored, Beside), Cancellation));
    }

    [Fact]
    public async Task Restored_folder_is_for_its_owner_only_and_the_backup_stays_as_it_is()
    {
        var manifest = await MakeBackupAsync();

        Assert.Equal(manifest.Files, Restore().Files);

        Assert.Equal(["backup.json", Beside, "jobscheduler.db"], Directory.GetFiles(Target).Select(Path.GetFileName).Order());
        Assert.Equal([Beside, "jobscheduler.db", "lock"], Directory.GetFiles(Restored).Select(Path.GetFileName).Order());
        if (!OperatingSystem.IsWindows())
        {
            foreach (var file in Directory.GetFiles(Restored))
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(file));
            }
        }

        Directory.Delete(Restored, recursive: true);
        Restore();
    }

    private async Task<BackupManifest> MakeBackupAsync()
    {
        await using var storage = await OpenAsync();
        await InsertAsync(storage, "1", 7);
        await System.IO.File.WriteAllTextAsync(Path.Combine(Folder, Beside), "hash", Cancellation);
        return Backup();
    }
}
