namespace JobScheduler.TestKit;

/// <summary>
/// A program that tests need, of one version, in a folder of <see cref="ProgramCache"/>. It is installed at first use.
/// </summary>
/// <param name="name">Of the program and its version, for the folder and for messages.</param>
/// <param name="file">What to run, by its path in the folder. Where it exists, the installation is complete.</param>
/// <param name="install">Installs into the empty folder that it is given. The folder is moved afterwards.</param>
internal sealed class CachedProgram(string name, string file, Func<string, CancellationToken, Task<Ended>> install)
{
    private const int Tries = 3;

    private readonly string _folder = ProgramCache.PathOf(name);

    /// <returns>The full path of the file to run.</returns>
    /// <exception cref="InvalidOperationException">It could not be installed; the message has what the installer said.</exception>
    public async Task<string> EnsureAsync(CancellationToken cancellation)
    {
        var path = Path.Combine(_folder, file);
        if (File.Exists(path))
        {
            return path;
        }

        await using (await ProgramCache.LockAsync(name, cancellation))
        {
            if (!File.Exists(path))
            {
                await InstallAsync(cancellation);
            }
        }

        return path;
    }

    // Installed beside and moved, so that half an installation never looks like one.
    private async Task InstallAsync(CancellationToken cancellation)
    {
        var beside = $"{_folder}.new";
        var said = "";
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            Clear(beside);
            Directory.CreateDirectory(beside);
            var ended = await install(beside, cancellation);
            said = ended.Output + ended.Errors;
            if (ended.Code == 0 && File.Exists(Path.Combine(beside, file)))
            {
                Clear(_folder);
                Directory.Move(beside, _folder);
                return;
            }
        }

        throw new InvalidOperationException($"{name}, which these tests need, could not be installed: {said}");
    }

    private static void Clear(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
