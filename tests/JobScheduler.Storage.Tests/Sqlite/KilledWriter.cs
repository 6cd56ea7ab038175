using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using JobScheduler.Storage.Sqlite;
using JobScheduler.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace JobScheduler.Storage.Tests;

/// <summary>
/// This assembly as a second process that writes until it is killed and prints each round that was acknowledged. It runs as a
/// module initialiser, ahead of the test runner, when the environment names a folder; everything it does is on one thread.
/// </summary>
internal static class KilledWriter
{
    public const int Partitions = 8;
    public const int RowsPerCommit = 5;

    private const string FolderVariable = "JOBSCHEDULER_KILLED_WRITER";

    public static Process Start(string folder)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(KilledWriter).Assembly.Location])
        {
            RedirectStandardOutput = true,
            Environment = { [FolderVariable] = folder },
        };
        return ChildProcess.Start(start);
    }

    public static string Key(int round, int row) => string.Create(CultureInfo.InvariantCulture, $"r{round:00000}~{row}");

    [ModuleInitializer]
    internal static void Run()
    {
        if (Environment.GetEnvironmentVariable(FolderVariable) is not { } folder)
        {
            return;
        }

        var storage = new SqliteStorage(new SqliteOptions { Folder = folder }, new FakeTimeProvider());
        storage.PrepareAsync(CancellationToken.None).AsTask().Wait();
        for (var round = 0; ; round++)
        {
            var writes = new Task[Partitions + 1];
            for (var partition = 0; partition < Partitions; partition++)
            {
                writes[partition] = CommitAsync(storage, partition, round);
            }

            writes[Partitions] = storage.Queues.SendAsync("rounds", $"{round}", TimeSpan.Zero, CancellationToken.None).AsTask();
            Task.WaitAll(writes);
            Console.WriteLine(round);
        }
    }

    private static Task<CommitResult> CommitAsync(SqliteStorage storage, int partition, int round)
    {
        var operations = new RowOperation[RowsPerCommit];
        for (var row = 0; row < RowsPerCommit; row++)
        {
            operations[row] = RowOperation.Insert(Key(round, row), Columns.None);
        }

        return storage.Tables.CommitAsync($"{partition}", operations, CancellationToken.None).AsTask();
    }
}
