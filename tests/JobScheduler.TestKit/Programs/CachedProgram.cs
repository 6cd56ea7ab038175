namespace JobScheduler.TestKit;

/// <summary>A program that tests need, of one version, in <see cref="CacheFolder"/>. It is installed at first use.</summary>
/// <param name="name">Of the program and its version, for the folder and for messages.</param>
/// <param name="file">What to run, by its path in the folder.</param>
/// <param name="install">Installs into the empty folder that it is given. The folder is moved afterwards.</param>
internal sealed class CachedProgram(string name, string file, Func<string, CancellationToken, Task<Ended>> install)
{
    private const int Tries = 3;

    /// <returns>The full path of the file to run.</returns>
    /// <exception cref="InvalidOperationException">It could not be installed; the message has what the installer said.</exception>
    public async Task<string> EnsureAsync(CancellationToken cancellation) =>
        Path.Combine(await CacheFolder.EnsureAsync(name, folder => InstallAsync(folder, cancellation), cancellation), file);

    private async Task InstallAsync(string folder, CancellationToken cancellation)
    {
        var said = "";
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            CacheFolder.Clear(folder);
            Directory.CreateDirectory(folder);
            var ended = await install(folder, cancellation);
            said = ended.Output + ended.Errors;
            if (ended.Code == 0 && File.Exists(Path.Combine(folder, file)))
            {
                return;
            }
        }

        throw new InvalidOperationException($"{name}, which these tests need, could not be installed: {said}");
    }
}
