using System.Security.Cryptography;
using System.Text;
using JobScheduler.Api.Http;
using JobScheduler.Hosting.Settings;
using JobScheduler.Hosting.Starting;
using JobScheduler.Standalone.Settings;
using JobScheduler.Storage.Sqlite;
using Microsoft.Extensions.Options;

namespace JobScheduler.Standalone.Access;

/// <summary>
/// The administrator's key if configuration has none: generated at the first start, printed once, and kept as its SHA-256 in the data
/// folder. It has 256 random bits, so one fast hash is enough. After the file is deleted, the next start generates a new key.
/// </summary>
internal sealed class AdministratorKeyFile(IOptions<SqliteOptions> storage, IConfiguration configuration, Entropy entropy)
    : IConfigureOptions<AccessOptions>
{
    public const string FileName = "administrator-key";

    private const string Prefix = "jsk_";
    private const string Kind = "sha256:";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private string? _made;

    /// <summary>For the banner.</summary>
    public string Hint { get; private set; } = $"the one in {SchedulerSettings.AdministratorKey}";

    // Not in the constructor, which would throw for invalid storage options before the other options are checked.
    private string FilePath => Path.Combine(Path.GetFullPath(storage.Value.Folder), FileName);

    /// <summary>
    /// Runs after configuration was read; generates a key in memory only, because another process may own the folder.
    /// </summary>
    public void Configure(AccessOptions options)
    {
        if (configuration[SchedulerSettings.AdministratorKey] is not null)
        {
            return;
        }

        Hint = $"the one printed at the first start; to get a new one, delete {FilePath} and restart";
        options.AdministratorKeyHash = Read() ?? Make();
    }

    /// <summary>Saves a generated key.</summary>
    /// <exception cref="StartFaultException">It cannot be written.</exception>
    public void Keep()
    {
        if (_made is null)
        {
            return;
        }

        try
        {
            var file = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                file.UnixCreateMode = OwnerOnly;
            }

            using var writer = new StreamWriter(FilePath, file);
            writer.WriteLine(Kind + Hash(_made));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StartFaultException($"the administrator's key cannot be saved: {error.Message}");
        }

        Hint = $"{_made}  (shown only this once; send it as X-Api-Key)";
    }

    // Options are made more than once: for validation and for use.
    private string Make()
    {
        if (_made is not null)
        {
            return Hash(_made);
        }

        var bits = new byte[SHA256.HashSizeInBytes];
        entropy.Fill(bits);
        _made = Prefix + Convert.ToHexStringLower(bits);
        return Hash(_made);
    }

    private string? Read()
    {
        try
        {
            // Whoever can change the file, or the folder, chooses the key.
            if ((FolderRights.FaultOfFolder(storage.Value.Folder) ?? FolderRights.FaultOfFile(FilePath, isSecret: true)) is { } fault)
            {
                throw new StartFaultException(fault);
            }

            return File.ReadAllText(FilePath).Trim() is var text && text.StartsWith(Kind, StringComparison.Ordinal)
                ? text[Kind.Length..]
                : throw new StartFaultException($"{FilePath} does not contain the hash of a key; delete it to get a new key");
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StartFaultException($"the administrator's key cannot be read: {error.Message}");
        }
    }

    private static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}

/// <summary>Who may come in.</summary>
internal static class AdministratorKeyRegistration
{
    public static IServiceCollection AddAdministratorKey(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<AdministratorKeyFile>();

        // Processes on one account share no folder that could hold a key, and must not each generate their own.
        return configuration.IsAzure()
            ? services
            : services.AddSingleton<IConfigureOptions<AccessOptions>>(provider => provider.GetRequiredService<AdministratorKeyFile>());
    }
}
