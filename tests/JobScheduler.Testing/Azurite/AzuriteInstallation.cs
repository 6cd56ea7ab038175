using System.ComponentModel;
using System.Diagnostics;

namespace JobScheduler.Testing;

/// <summary>The emulator's program: installed with npm at first use, into a folder of the user that all test processes share.</summary>
internal static class AzuriteInstallation
{
    private const string Version = "3.37.0";
    private const int Tries = 3;

    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LockPatience = TimeSpan.FromMinutes(5);

    private static readonly string Parent = Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify) is { Length: > 0 } folder
            ? folder
            : Path.GetTempPath(),
        "jobscheduler-tests");

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
        var said = "";
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            Clear(beside);
            Directory.CreateDirectory(beside);
            (var code, said) = await NpmAsync(beside, cancellation);
            if (code == 0)
            {
                Clear(Folder);
                Directory.Move(beside, Folder);
                return;
            }
        }

        throw new InvalidOperationException($"npm could not install azurite {Version}, which the tests of Azure storage need: {said}");
    }

    private static async Task<(int Code, string Said)> NpmAsync(string folder, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(
            OperatingSystem.IsWindows() ? "npm.cmd" : "npm",
            ["install", "--prefix", folder, "--no-audit", "--no-fund", "--loglevel=error", $"azurite@{Version}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var npm = Process.Start(start)!;
            var texts = await Task.WhenAll(npm.StandardOutput.ReadToEndAsync(cancellation), npm.StandardError.ReadToEndAsync(cancellation));
            await npm.WaitForExitAsync(cancellation);
            return (npm.ExitCode, string.Concat(texts));
        }
        catch (Win32Exception error)
        {
            throw new InvalidOperationException("The tests of Azure storage need the emulator Azurite: install Node.js with npm.", error);
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
