using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace JobScheduler.Processes.Tests.Server;

/// <summary>A self-signed certificate for this machine, as the files in which servers get it.</summary>
internal sealed class TestCertificate
{
    public const string Password = "a password";

    private readonly X509Certificate2 _certificate;
    private readonly RSA _key;

    private TestCertificate(X509Certificate2 certificate, RSA key) => (_certificate, _key) = (certificate, key);

    public string Thumbprint => _certificate.Thumbprint;

    /// <summary>Makes one that is valid, or one that was.</summary>
    public static TestCertificate Make(bool expired = false)
    {
        var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
#pragma warning disable RS0030 // The process that reads it has the clock of the machine.
        var now = TimeProvider.System.GetUtcNow();
#pragma warning restore RS0030
        return new TestCertificate(request.CreateSelfSigned(now.AddDays(-20), expired ? now.AddDays(-10) : now.AddDays(10)), key);
    }

    /// <summary>Writes certificate and key as two PEM files.</summary>
    public (string Certificate, string Key) SavePem(string folder, bool encrypted = false)
    {
        var (certificate, key) = (Path.Combine(folder, "server.pem"), Path.Combine(folder, "server.key"));
        var secret = encrypted
            ? _key.ExportEncryptedPkcs8PrivateKeyPem(
                Password, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1_000))
            : _key.ExportPkcs8PrivateKeyPem();
        Replace(key, file => File.WriteAllText(file, secret));
        Replace(certificate, file => File.WriteAllText(file, _certificate.ExportCertificatePem()));
        return (certificate, key);
    }

    /// <summary>Writes both as one file with a password.</summary>
    public string SavePfx(string folder)
    {
        var path = Path.Combine(folder, "server.pfx");
        Replace(path, file => File.WriteAllBytes(file, _certificate.Export(X509ContentType.Pfx, Password)));
        return path;
    }

    /// <summary>As tools that renew certificates do: nobody reads half a file.</summary>
    private static void Replace(string path, Action<string> write)
    {
        write($"{path}.new");
        File.Move($"{path}.new", path, overwrite: true);
    }
}
