using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace JobScheduler.Storage.Azure;

/// <summary>
/// Reads the connection from configuration; unknown keys in its section are errors, as they are probably misspelled.
/// </summary>
internal sealed class ConnectionBinder(IConfiguration configuration)
    : IConfigureOptions<AzureStorageOptions>, IValidateOptions<AzureStorageOptions>
{
    public void Configure(AzureStorageOptions options)
    {
        options.ConnectionString = Read(ConnectionKeys.Connection);
        options.AccountName = Read(ConnectionKeys.AccountName);
        options.BlobServiceUri = Read(ConnectionKeys.BlobServiceUri);
        options.QueueServiceUri = Read(ConnectionKeys.QueueServiceUri);
        options.TableServiceUri = Read(ConnectionKeys.TableServiceUri);
        options.ClientId = Read(ConnectionKeys.ClientId);
        options.Credential = Read(ConnectionKeys.Credential);
        options.Prefix = Read(ConnectionKeys.Prefix) ?? AzureNames.DefaultPrefix;
    }

    public ValidateOptionsResult Validate(string? name, AzureStorageOptions options)
    {
        var unknown = configuration.GetSection(ConnectionKeys.Connection).GetChildren()
            .Select(child => child.Path)
            .Where(path => !ConnectionKeys.OfSection.Contains(path, StringComparer.OrdinalIgnoreCase))
            .Select(path => $"{path} is not known; known are {string.Join(", ", ConnectionKeys.OfSection)}")
            .ToList();
        return unknown.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(unknown);
    }

    // Templates leave a value out by an empty application setting.
    private string? Read(string key) => string.IsNullOrWhiteSpace(configuration[key]) ? null : configuration[key]!.Trim();
}

/// <summary>
/// Checks that the connection has one of its three forms and is complete. Reports all errors at once, each with its configuration key.
/// </summary>
internal sealed partial class ConnectionValidator : IValidateOptions<AzureStorageOptions>
{
    public ValidateOptionsResult Validate(string? name, AzureStorageOptions options)
    {
        var faults = Forms(options).Concat(Values(options)).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Forms(AzureStorageOptions options)
    {
        List<(string Key, string? Value)> uris =
        [
            (ConnectionKeys.BlobServiceUri, options.BlobServiceUri),
            (ConnectionKeys.QueueServiceUri, options.QueueServiceUri),
            (ConnectionKeys.TableServiceUri, options.TableServiceUri),
        ];
        var given = uris.Where(uri => uri.Value is not null).ToList();
        var missing = uris.Where(uri => uri.Value is null).Select(uri => uri.Key).ToList();
        var forms = (options.ConnectionString is null ? 0 : 1) + (options.AccountName is null ? 0 : 1) + (given.Count == 0 ? 0 : 1);
        if (forms == 0)
        {
            yield return $"no storage account is named: set {ConnectionKeys.Connection} to a connection string, "
                + $"or {Named(ConnectionKeys.AccountName)} to the account's name, "
                + $"or all of {string.Join(", ", uris.Select(uri => Named(uri.Key)))}";
        }
        else if (forms > 1)
        {
            yield return $"the storage account is named in {forms} ways; keep one: {ConnectionKeys.Connection} (a connection string), "
                + $"{Named(ConnectionKeys.AccountName)}, or the three of {Named($"{ConnectionKeys.Connection}:…ServiceUri")}";
        }

        if (given.Count > 0 && missing.Count > 0)
        {
            yield return $"{string.Join(" and ", given.Select(uri => uri.Key))} "
                + $"{(given.Count == 1 ? "is" : "are")} set, but {string.Join(" and ", missing)} not: set all three";
        }

        if (options.ConnectionString is not null && (options.ClientId ?? options.Credential) is not null)
        {
            yield return $"{ConnectionKeys.Connection} is a connection string, which brings its own key: "
                + $"remove {ConnectionKeys.ClientId} and {ConnectionKeys.Credential}";
        }

        foreach (var (key, value) in given)
        {
            if (!Uri.TryCreate(value, UriKind.Absolute, out var uri)
                || (uri.Scheme != Uri.UriSchemeHttps && !(uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback)))
            {
                yield return $"{key}: {Shown(value)} is not the https address of a storage service";
            }
        }
    }

    private static IEnumerable<string> Values(AzureStorageOptions options)
    {
        if (options.ConnectionString is { } connection && !IsConnectionString(connection))
        {
            // The value is kept out of the message: it contains a key.
            yield return $"{ConnectionKeys.Connection} is not a connection string of a storage account with blobs, queues and tables "
                + "(AccountName=…;AccountKey=…;EndpointSuffix=…, or UseDevelopmentStorage=true for the emulator)";
        }

        if (options.AccountName is { } account && !AzureNames.IsAccount(account))
        {
            yield return $"{ConnectionKeys.AccountName}: {Shown(account)} is not the name of a storage account: 3 to 24 of a-z and 0-9";
        }

        if (options.Credential is { } credential && !credential.Equals(ConnectionKeys.ManagedIdentity, StringComparison.OrdinalIgnoreCase))
        {
            yield return $"{ConnectionKeys.Credential}: {Shown(credential)} is not {ConnectionKeys.ManagedIdentity}";
        }

        if (!AzureNames.IsPrefix(options.Prefix))
        {
            yield return $"{ConnectionKeys.Prefix}: {Shown(options.Prefix)} is not 3 to 20 of a-z and 0-9, beginning with a letter";
        }
    }

    // A secret can be put in the wrong place: a connection string, or an address with a signature.
    private static string Shown(string? value) =>
        value is { Length: <= 100 } && !value.AsSpan().ContainsAny("=;?@")
            ? $"'{value}'"
            : $"the value (not shown: it may contain a key; a connection string belongs in {ConnectionKeys.Connection})";

    private static string Named(string key) => $"{key} ({ConnectionKeys.Variable(key)})";

    private static bool IsConnectionString(string text)
    {
        try
        {
            _ = new TableServiceClient(text);
            _ = new QueueServiceClient(text);
            _ = new BlobServiceClient(text);
            return true;
        }
        catch (Exception error) when (error is FormatException or ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }
}
