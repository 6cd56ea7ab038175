using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace JobScheduler.Storage.Azure;

/// <summary>Reads the connection from configuration; keys of its section that mean nothing are errors, because they are misspelt ones.</summary>
internal sealed class ConnectionBinder(IConfiguration configuration) : IConfigureOptions<AzureStorageOptions>, IValidateOptions<AzureStorageOptions>
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

    // An empty application setting is how templates leave a value out.
    private string? Read(string key) => string.IsNullOrWhiteSpace(configuration[key]) ? null : configuration[key]!.Trim();
}
