using System.ComponentModel;

namespace JobScheduler.TestKit;

/// <summary>The emulator's program: installed with npm at first use, into a folder of the user that all test processes share.</summary>
internal static class AzuriteInstallation
{
    private const string Version = "3.37.0";
    private const int Tries = 3;

    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LockPatience = TimeSpan.FromMinutes(5);

    private static readonly string LocalData = Environment.GetFolderPath(
        Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);

    private static readonly string Parent = Path.Combine(
        LocalData is { Length: > 0 } folder ? folder : Path.GetTempPath(), "jobscheduler-tests");

    private static readonly string Folder = Path.Combine(Parent, $"azurite-{Version}");

    /// <returns>The script for node.</returns>
    /// <exception cref="InvalidOperationException">npm is missing, or could not install.</exception>
    public static async Task<string> EnsureAsync(TimeProvider time, CancellationToken cancellation)
    {
        var script = Path.Combine(Folder, "node_modules", "azurite", "dist", "src", "azurite.js");
        if (File.Exists(script))
        {
            return script;
        }

        Directory.CreateDirectory(Parent);
        await using (await LockAsync(time, cancellation))
        {
            if (!File.Exists(script))
            {
                await InstallAsync(cancellation);
            }
        }

        return script;
    }

    // A file that only one process can have open is released also by a process that was killed.
    private static async Task<FileStream> LockAsync(TimeProvider time, CancellationToken cancellation)
    {
        var until = time.GetUtcNow() + LockPatience;
        while (true)
        {
            try
            {
                return new FileStream($"{Folder}.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (time.GetUtcNow() < until)
            {
                await Task.Delay(LockPause, time, cancellation);
            }
        }
    }

    // Installed beside and moved, so that half an installation never looks like one.
    private static async Task InstallAsync(CancellationToken cancellation)
    {
        var beside = $"{Folder}.new";
        if (!await HasAsync("npm", cancellation))
        {
            await DebianPackages.InstallAsync("npm", cancellation);
        }

        var said = "";
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            Clear(beside);
            Directory.CreateDirectory(beside);
            var ended = await NpmAsync(beside, cancellation);
            said = ended.Output + ended.Errors;
            if (ended.Code == 0)
            {
                Clear(Folder);
                Directory.Move(beside, Folder);
                return;
            }
        }

        throw new InvalidOperationException($"npm could not install azurite {Version}, which the tests of Azure storage need: {said}");
    }

    private static Task<Ended> NpmAsync(string folder, CancellationToken cancellation)
    {
        string[] arguments = ["install", "--prefix", folder, "--no-audit", "--no-fund", "--loglevel=error", $"azurite@{Version}"];
        return ChildProcess.RunAsync(new(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", arguments), cancellation);
    }

    private static async Task<bool> HasAsync(string program, CancellationToken cancellation)
    {
        try
        {
            var name = OperatingSystem.IsWindows() ? $"{program}.cmd" : program;
            return (await ChildProcess.RunAsync(new(name, ["--version"]), cancellation)).Code == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private static void Clear(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
