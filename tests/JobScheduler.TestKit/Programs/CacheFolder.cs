namespace JobScheduler.TestKit;

/// <summary>A folder of the user that all test processes share, for what takes long to get or to make.</summary>
public static class CacheFolder
{
    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LockPatience = TimeSpan.FromMinutes(10);

    private static readonly string LocalData = Environment.GetFolderPath(
        Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);

    private static readonly string Parent = Path.Combine(
        LocalData is { Length: > 0 } folder ? folder : Path.GetTempPath(), "jobscheduler-tests");

    // What is waited for are other processes, in real time.
#pragma warning disable RS0030
    private static readonly TimeProvider Time = TimeProvider.System;
#pragma warning restore RS0030

    /// <summary>
    /// The path of a file or folder, which is made if it is not there: beside its place, then moved, so that half of it never looks
    /// like it. One process makes it, the others wait.
    /// </summary>
    /// <param name="name">Its name, with the version of what it holds.</param>
    /// <param name="make">Makes it at the path that it is given, where nothing is.</param>
    /// <param name="cancellation">Ends the waiting and the making.</param>
    public static async Task<string> EnsureAsync(string name, Func<string, Task> make, CancellationToken cancellation)
    {
        var path = Path.Combine(Parent, name);
        if (Path.Exists(path))
        {
            return path;
        }

        await using (await LockAsync(name, cancellation))
        {
            if (!Path.Exists(path))
            {
                var beside = $"{path}.new";
                Clear(beside);
                await make(beside);
                Directory.Move(beside, path);
            }
        }

        return path;
    }

    /// <summary>Waits until no other process holds the lock of this name.</summary>
    /// <returns>What holds it until it is disposed of; also a process that was killed lets go.</returns>
    public static async Task<IAsyncDisposable> LockAsync(string name, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Parent);
        var until = Time.GetUtcNow() + LockPatience;
        while (true)
        {
            try
            {
                return new FileStream(
                    Path.Combine(Parent, $"{name}.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (Time.GetUtcNow() < until)
            {
                await Task.Delay(LockPause, Time, cancellation);
            }
        }
    }

    /// <summary>Deletes a file or a folder with all that is in it, if it is there.</summary>
    public static void Clear(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }

        File.Delete(path);
    }
}
