using JobScheduler.Standalone.Arguments;
using JobScheduler.Storage.Sqlite;

namespace JobScheduler.Standalone.Backups;

/// <summary>What is printed at the end: what was done, and what to do next.</summary>
internal static class BackupTexts
{
    private const string Program = "dotnet JobScheduler.Standalone.dll";

    public static string Made(BackupManifest made, string folder) => Lines(
        $"The backup is complete, checked, and on disk: {Size.Of(made.Bytes)} in {folder}",
        $"  state     {Timestamp.Format(made.TakenAt)}; everything accepted before is in it",
        $"  files     {string.Join(", ", made.Files.Select(file => file.Name))}; settings are not part of it",
        $"  restore   {Program} {Verb.Restore} {folder} --data <new folder>",
        "  careful   it holds all inputs and results, and whoever can write to it can change what runs: keep it private");

    public static string Restored(BackupManifest made, string folder, string data) => Lines(
        $"The backup is restored and checked: {Size.Of(made.Bytes)} in {data}",
        $"  from      {folder}",
        $"  state     {Timestamp.Format(made.TakenAt)}; what was accepted or changed later is not in it",
        $"  next      {Program} --data {data}, with the settings that the server had",
        "  runs      attempts under way at that time count as lost and are repeated; work done later may be done again, with the same",
        "            idempotency keys; fires missed since then follow the rule of their schedule",
        "  careful   do not run the server on the old folder as well: both would do the same work");

    private static string Lines(params string[] lines) => string.Join(Environment.NewLine, lines);
}
