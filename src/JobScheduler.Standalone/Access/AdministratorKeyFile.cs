using System.Security.Cryptography;
using System.Text;
using JobScheduler.Api.Http;
using JobScheduler.Standalone.Settings;
using JobScheduler.Standalone.Starting;
using JobScheduler.Storage.Sqlite;
using Microsoft.Extensions.Options;

namespace JobScheduler.Standalone.Access;

/// <summary>
/// The administrator's key when configuration has none: made at the first start, printed once, kept as its SHA-256 in the data folder.
/// It has 256 random bits, so that nothing slower than one hash is needed. Deleting the file makes a new one at the next start.
/// </summary>
internal sealed class AdministratorKeyFile(IOptions<SqliteOptions> storage, IConfiguration configuration, Entropy entropy) : IConfigureOptions<AccessOptions>
{
    public const string FileName = "administrator-key";

    private const string Prefix = "jsk_";
    private const string Kind = "sha256:";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private string? _made;

    /// <summary>For the banner.</summary>
    public string Hint { get; private set; } = $"the one in {SettingKeys.AdministratorKey}";

    // Not in the constructor: it would throw for bad storage options before the other options are checked.
    private string FilePath => Path.Combine(Path.GetFullPath(storage.Value.Folder), FileName);

    /// <summary>Runs after configuration was read; makes a key in memory only, because the folder may turn out to be another process's.</summary>
    public void Configure(AccessOptions options)
    {
        if (configuration[SettingKeys.AdministratorKey] is not null)
        {
            return;
        }

        Hint = $"the one that the first start printed; for a new one delete {FilePath} and start again";
        options.AdministratorKeyHash = Read() ?? Make();
    }

    /// <summary>Writes down a key that was made.</summary>
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
            throw new StartFaultException($"the administrator's key cannot be kept: {error.Message}");
        }

        Hint = $"{_made}  (said this once only; send it as X-Api-Key)";
    }

    private string Make()
    {
        var bits = new byte[SHA256.HashSizeInBytes];
        entropy.Fill(bits);
        _made = Prefix + Convert.ToHexStringLower(bits);
        return Hash(_made);
    }

    private string? Read()
    {
        try
        {
            return File.ReadAllText(FilePath).Trim() is var text && text.StartsWith(Kind, StringComparison.Ordinal)
                ? text[Kind.Length..]
                : throw new StartFaultException($"{FilePath} does not hold the hash of a key; delete it for a new key");
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StartFaultException($"the administrator's key cannot be checked: {error.Message}");
        }
    }

    private static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
