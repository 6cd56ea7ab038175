using JobScheduler.Storage.Sqlite;

namespace JobScheduler.Storage.Tests;

public sealed class BackupTests : BackupFixture
{
    [Fact]
    public async Task Backup_holds_the_state_of_its_beginning_however_much_is_written_meanwhile()
    {
        await using var storage = await OpenLargeAsync();
        await InsertAsync(storage, "1", 0);
        var steps = 0;

        var manifest = Backup(progress =>
        {
            if (progress.Stage == BackupStage.Copying && steps++ < 3)
            {
                InsertAsync(storage, "1", steps).Wait(Cancellation);
            }
        });

        Assert.InRange(steps, 3, 10);
        Assert.Equal([0, 1, 2, 3], await NumbersAsync(storage, "1"));
        Assert.Equal(Time.GetUtcNow(), manifest.TakenAt);
        Restore();
        await using var restored = await OpenRestoredAsync();
        Assert.Equal([0], await NumbersAsync(restored, "1"));
        Assert.Equal(2 * 1024 * 1024, (await restored.Blobs.GetAsync("blob7", 0, Cancellation))!.Value.Length);
    }

    [Fact]
    public async Task Backup_in_a_stream_of_writes_has_all_acknowledged_before_and_each_only_with_those_before_it()
    {
        await using var storage = await OpenLargeAsync();
        using var stop = new CancellationTokenSource();
        var acknowledged = 0;
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var writing = Task.Run(async () =>
        {
            for (var number = 0; !stop.IsCancellationRequested; number++)
            {
                await InsertAsync(storage, "first", number);
                await InsertAsync(storage, "second", number);
                Volatile.Write(ref acknowledged, number + 1);
                if (number == 100)
                {
                    enough.SetResult();
                }
            }
        }, Cancellation);
        await enough.Task.WaitAsync(Cancellation);

        var before = Volatile.Read(ref acknowledged);
        Backup();
        await stop.CancelAsync();
        await writing;

        Restore();
        await using var restored = await OpenRestoredAsync();
        var (first, second) = (await NumbersAsync(restored, "first"), await NumbersAsync(restored, "second"));
        Assert.InRange(second.Count, before, acknowledged);
        Assert.InRange(first.Count - second.Count, 0, 1);
        Assert.Equal(Enumerable.Range(0, first.Count), first);
        Assert.Equal(Enumerable.Range(0, second.Count), second);
    }

    [Fact]
    public async Task Backup_of_a_killed_process_has_what_is_in_its_log()
    {
        int last;
        using (var process = KilledWriter.Start(Folder))
        {
            do
            {
                last = int.Parse((await process.StandardOutput.ReadLineAsync(Cancellation))!);
            }
            while (last < 60);
            process.Kill();
            await process.WaitForExitAsync(Cancellation);
        }

        Backup();

        Restore();
        await using var restored = await OpenRestoredAsync();
        Assert.True(await restored.Queues.CountAsync("rounds", Cancellation) > last);
    }

    [Fact]
    public async Task Backup_of_a_folder_not_in_use_leaves_it_usable()
    {
        await using (var storage = await OpenAsync())
        {
            await InsertAsync(storage, "1", 7);
        }

        Backup();

        await using var again = await OpenAsync();
        Assert.Equal([7], await NumbersAsync(again, "1"));
    }

    [Fact]
    public async Task Storage_that_is_closed_during_a_backup_loses_nothing()
    {
        var storage = await OpenLargeAsync();
        var steps = 0;
        Backup(_ =>
        {
            if (steps++ == 0)
            {
                InsertAsync(storage, "1", 7).Wait(Cancellation);
                storage.DisposeAsync().AsTask().Wait(Cancellation);
            }
        });

        await using var again = await OpenAsync();
        Assert.Equal([7], await NumbersAsync(again, "1"));
    }

    [Fact]
    public async Task Backup_is_for_its_owner_only_and_one_file_beside_what_was_named()
    {
        await using var storage = await OpenAsync();
        await System.IO.File.WriteAllTextAsync(Path.Combine(Folder, Beside), "hash", Cancellation);

        var manifest = Backup();

        Assert.Equal(["backup.json", Beside, "jobscheduler.db"], Directory.GetFiles(Target).Select(Path.GetFileName).Order());
        Assert.Equal([Beside, "jobscheduler.db"], manifest.Files.Select(file => file.Name).Order());
        Assert.Equal("hash", await System.IO.File.ReadAllTextAsync(Path.Combine(Target, Beside), Cancellation));
        if (!OperatingSystem.IsWindows())
        {
            const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            Assert.Equal(owner | UnixFileMode.UserExecute, System.IO.File.GetUnixFileMode(Target));
            foreach (var file in Directory.GetFiles(Target))
            {
                Assert.Equal(owner, System.IO.File.GetUnixFileMode(file));
            }
        }
    }

    [Fact]
    public async Task Canceled_backup_leaves_nothing()
    {
        await using var storage = await OpenLargeAsync();
        using var stop = new CancellationTokenSource();

        Assert.ThrowsAny<OperationCanceledException>(() => Backup(_ => stop.Cancel(), stop.Token));

        Assert.False(Directory.Exists(Target));
        Backup();
    }

    [Theory]
    [InlineData(BackupStage.Copying)]
    [InlineData(BackupStage.Checking)]
    [InlineData(BackupStage.Hashing)]
    public async Task Killed_backup_leaves_nothing_that_can_be_restored(BackupStage stage)
    {
        await using var storage = await OpenLargeAsync();
        await System.IO.File.WriteAllTextAsync(Path.Combine(Folder, Beside), "hash", Cancellation);
        var left = Directory.CreateDirectory(Target + "-left").FullName;
        Backup(progress =>
        {
            // What a killed process would leave.
            if (progress.Stage == stage)
            {
                Array.ForEach(
                    Directory.GetFiles(Target), file => System.IO.File.Copy(file, Path.Combine(left, Path.GetFileName(file)), true));
            }
        });
        Directory.Delete(Target, recursive: true);
        Directory.Move(left, Target);

        Assert.Contains("not a finished backup", Refused(() => Restore()), StringComparison.Ordinal);
        Assert.Contains("was interrupted", Refused(() => Backup()), StringComparison.Ordinal);
        Assert.False(System.IO.File.Exists(Path.Combine(Target, "jobscheduler.db")));
    }

    [Fact]
    public async Task Target_that_is_not_empty_is_refused_and_kept()
    {
        await using var storage = await OpenAsync();
        Directory.CreateDirectory(Target);
        await System.IO.File.WriteAllTextAsync(Path.Combine(Target, "theirs"), "theirs", Cancellation);

        Assert.Contains("is not empty", Refused(() => Backup()), StringComparison.Ordinal);

        Assert.Equal(["theirs"], Directory.GetFileSystemEntries(Target).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Target_that_is_empty_is_used()
    {
        await using var storage = await OpenAsync();
        Directory.CreateDirectory(Target);

        Backup();

        Restore();
    }

    [Fact]
    public void Folder_without_data_is_refused()
    {
        Assert.Contains("holds no data", Refused(() => Backup()), StringComparison.Ordinal);
        Directory.CreateDirectory(Folder);
        System.IO.File.WriteAllBytes(File, []);
        Assert.Contains("holds no data", Refused(() => Backup()), StringComparison.Ordinal);

        Assert.False(Directory.Exists(Target));
    }

    [Fact]
    public async Task Damaged_database_makes_no_backup()
    {
        await (await OpenLargeAsync()).DisposeAsync();
        await using (var file = new FileStream(File, FileMode.Open))
        {
            file.Position = file.Length / 2 / 4096 * 4096;
            file.Write(Enumerable.Repeat((byte)0xFF, 8192).ToArray());
        }

        Assert.Contains("is damaged", Refused(() => Backup()), StringComparison.Ordinal);

        Assert.False(Directory.Exists(Target));
    }
}
