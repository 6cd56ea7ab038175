using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace JobScheduler.Api.Http;

/// <summary>Refuses to start with an absent, empty or guessable key, and says which configuration key to set.</summary>
internal sealed class AccessOptionsValidator : IValidateOptions<AccessOptions>
{
    // What a reference to a vault looks like to an app for which the platform could not resolve it.
    private const string VaultReference = "@Microsoft.KeyVault(";

    private const string Key = $"{AccessOptions.Section}:{nameof(AccessOptions.AdministratorKey)}";

    public ValidateOptionsResult Validate(string? name, AccessOptions options)
    {
        var key = options.AdministratorKey;
        if (key is null && options.AdministratorKeyHash is { } hash)
        {
            return hash.Length == 2 * SHA256.HashSizeInBytes && hash.All(char.IsAsciiHexDigit)
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail($"{AccessOptions.Section}:{nameof(AccessOptions.AdministratorKeyHash)} is not a SHA-256 hash in hexadecimal");
        }

        if (string.IsNullOrWhiteSpace(key))
        {
            return ValidateOptionsResult.Fail($"{Key} is not set: there is no default key and no anonymous mode");
        }

        if (key.StartsWith(VaultReference, StringComparison.OrdinalIgnoreCase))
        {
            return ValidateOptionsResult.Fail($"{Key} is a vault reference that was not resolved: check the identity's right to read secrets, and the secret's address");
        }

        if (key.Length is < AccessOptions.ShortestKey or > AccessOptions.LongestKey || key.Any(c => c is <= ' ' or > '~'))
        {
            return ValidateOptionsResult.Fail(
                $"{Key} must have {AccessOptions.ShortestKey} to {AccessOptions.LongestKey} printable ASCII characters and no spaces");
        }

        // The gate tells the two kinds of tokens apart by this.
        return key.StartsWith(AccessGate.CompletionPrefix, StringComparison.Ordinal)
            ? ValidateOptionsResult.Fail($"{Key} must not begin with {AccessGate.CompletionPrefix}, which marks completion tokens")
            : ValidateOptionsResult.Success;
    }
}
