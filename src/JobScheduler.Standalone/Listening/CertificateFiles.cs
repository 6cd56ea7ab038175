using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace JobScheduler.Standalone.Listening;

/// <summary>Reads the certificates that are configured as files, as the web server will, to say which key is wrong.</summary>
/// <param name="folder">Relative paths start here.</param>
/// <param name="time">The clock.</param>
internal sealed class CertificateFiles(string folder, TimeProvider time)
{
    private const string PemBegin = "-----BEGIN ";

    /// <summary>What is wrong with one; a certificate from a store has no files, and the server itself looks for it.</summary>
    public IEnumerable<string> FaultsOf(IConfigurationSection certificate)
    {
        var path = certificate[EndpointKeys.Path];
        var key = certificate[EndpointKeys.KeyPath];
        if (path is null)
        {
            return key is null ? [] : [$"{certificate.Path}:{EndpointKeys.Path} is not set; {EndpointKeys.KeyPath} is only its key"];
        }

        var unreadable = Unreadable(certificate, EndpointKeys.Path, path)
            .Concat(key is null ? [] : Unreadable(certificate, EndpointKeys.KeyPath, key))
            .ToList();
        return unreadable.Count > 0 ? unreadable
            : key is null ? OfPfx(certificate, path)
            : OfPem(certificate, path, key);
    }

    private IEnumerable<string> OfPfx(IConfigurationSection certificate, string path)
    {
        if (IsPem(path))
        {
            return [$"{certificate.Path}:{EndpointKeys.KeyPath} is not set: '{path}' is a PEM file, and its private key is in another one"];
        }

        try
        {
            using var read = X509CertificateLoader.LoadPkcs12FromFile(At(path), certificate[EndpointKeys.Password]);
            return OfTime(certificate, path, read);
        }
        catch (CryptographicException error)
        {
            return certificate[EndpointKeys.Password] is null
                ? [$"{certificate.Path}:{EndpointKeys.Password} is not set, and '{path}' cannot be opened without: {error.Message}"]
                : [$"{certificate.Path}:{EndpointKeys.Password} does not open '{path}': {error.Message}"];
        }
    }

    private IEnumerable<string> OfPem(IConfigurationSection certificate, string path, string key)
    {
        X509Certificate2 read;
        try
        {
            read = X509CertificateLoader.LoadCertificateFromFile(At(path));
        }
        catch (CryptographicException error)
        {
            return [$"{certificate.Path}:{EndpointKeys.Path}: '{path}' is not a certificate: {error.Message}"];
        }

        using (read)
        {
            var password = certificate[EndpointKeys.Password];
            try
            {
                var pem = read.ExportCertificatePem();
                var secret = File.ReadAllText(At(key));
                using var whole = password is null
                    ? X509Certificate2.CreateFromPem(pem, secret)
                    : X509Certificate2.CreateFromEncryptedPem(pem, secret, password);
                return OfTime(certificate, path, whole);
            }
            catch (Exception error) when (error is CryptographicException or ArgumentException)
            {
                var opened = password is null
                    ? $" (if it is encrypted, set {certificate.Path}:{EndpointKeys.Password})"
                    : $" that {certificate.Path}:{EndpointKeys.Password} opens";
                return
                [
                    $"{certificate.Path}:{EndpointKeys.KeyPath}: '{key}' is not the private key of '{path}'{opened}: {error.Message}"
                ];
            }
        }
    }

    private IEnumerable<string> OfTime(IConfigurationSection certificate, string path, X509Certificate2 read)
    {
        var now = time.GetUtcNow();
        return read.NotAfter.ToUniversalTime() < now
                ? [$"{certificate.Path}:{EndpointKeys.Path}: the certificate in '{path}' expired at {Format(read.NotAfter)}"]
            : read.NotBefore.ToUniversalTime() > now
                ? [$"{certificate.Path}:{EndpointKeys.Path}: the certificate in '{path}' is not valid before {Format(read.NotBefore)}"]
            : [];
    }

    private IEnumerable<string> Unreadable(IConfigurationSection certificate, string name, string path)
    {
        try
        {
            using var file = File.OpenRead(At(path));
            return [];
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return [$"{certificate.Path}:{name}: there is no file '{At(path)}'"];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [$"{certificate.Path}:{name}: '{path}' cannot be read: {error.Message}"];
        }
    }

    private bool IsPem(string path)
    {
        var start = new char[PemBegin.Length];
        using var reader = new StreamReader(At(path));
        return reader.ReadBlock(start) == start.Length && start.AsSpan().SequenceEqual(PemBegin);
    }

    private string At(string path) => Path.Combine(folder, path);

    private static string Format(DateTime time) => Timestamp.Format(time.ToUniversalTime());
}
