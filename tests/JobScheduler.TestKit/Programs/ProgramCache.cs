namespace JobScheduler.TestKit;

/// <summary>The folder of the user in which programs for tests are installed, shared by all test processes.</summary>
internal static class ProgramCache
{
    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LockPatience = TimeSpan.FromMinutes(5);

    // It waits for other processes, which take real time.
#pragma warning disable RS0030
    private static readonly TimeProvider Time = TimeProvider.System;
#pragma warning restore RS0030

    private static readonly string LocalData = Environment.GetFolderPath(
        Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);

    private static readonly string Root = Path.Combine(
        LocalData is { Length: > 0 } folder ? folder : Path.GetTempPath(), "jobscheduler-tests");

    /// <summary>The full path of a file or folder in it.</summary>
    public static string PathOf(string name) => Path.Combine(Root, name);

    /// <summary>Lets one installation at a time go on among all that use the name, until it is disposed.</summary>
    /// <exception cref="IOException">Others have held it for five minutes.</exception>
    public static async Task<IAsyncDisposable> LockAsync(string name, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Root);
        var until = Time.GetUtcNow() + LockPatience;
        while (true)
        {
            try
            {
                // A file that only one process can have open is released also by a process that was killed.
                return new FileStream(PathOf($"{name}.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (Time.GetUtcNow() < until)
            {
                await Task.Delay(LockPause, Time, cancellation);
            }
        }
    }
}
