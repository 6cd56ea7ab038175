using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace JobScheduler.Api.Http;

/// <summary>Configuration section <see cref="Section"/>.</summary>
public sealed class AccessOptions
{
    public const string Section = "Access";

    /// <summary>The shortest key accepted: 16 characters.</summary>
    public const int ShortestKey = 16;

    /// <summary>The longest key accepted: 500 characters.</summary>
    public const int LongestKey = 500;

    /// <summary>
    /// The key of the one administrator: 16 to 500 printable ASCII characters without spaces, random (<see cref="KeyStrength"/>). There is
    /// no default; the host does not start without a key or its hash.
    /// </summary>
    public string? AdministratorKey { get; set; }

    /// <summary>
    /// Instead of the key: its SHA-256 as 64 hexadecimal digits, for a head that generates a random key and stores only this. Not
    /// read if <see cref="AdministratorKey"/> is set.
    /// </summary>
    public string? AdministratorKeyHash { get; set; }

    /// <summary>
    /// Ranges, in CIDR notation, of the proxies before this server. Only what these write into <c>X-Forwarded-For</c> is believed when the
    /// address of a caller is wanted. Empty by default: the address is the connection's.
    /// </summary>
    public IList<string> TrustedProxies { get; } = [];

    /// <summary>
    /// Set by heads that a platform's front end alone can reach: the last entry of <c>X-Forwarded-For</c> is its. No setting.
    /// </summary>
    public bool IsBehindFrontEnd { get; set; }
}

/// <summary>
/// Refuses to start with an absent, empty or guessable key, or with proxies that are no ranges, and says which configuration key to set.
/// </summary>
/// <param name="parent">Where the host's configuration has our sections; null: at its root.</param>
internal sealed class AccessOptionsValidator(SettingsParent? parent = null) : IValidateOptions<AccessOptions>
{
    // An app sees this text if the platform could not resolve a reference to a vault.
    private const string VaultReference = "@Microsoft.KeyVault(";

    private readonly string _section = parent?.Path is { } path ? $"{path}:{AccessOptions.Section}" : AccessOptions.Section;

    private string Key => $"{_section}:{nameof(AccessOptions.AdministratorKey)}";

    public ValidateOptionsResult Validate(string? name, AccessOptions options)
    {
        var faults = FaultsOfProxies(options).Prepend(FaultOfKey(options)).OfType<string>().ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private string? FaultOfKey(AccessOptions options)
    {
        var key = options.AdministratorKey;
        if (key is null && options.AdministratorKeyHash is { } hash)
        {
            return hash.Length == 2 * SHA256.HashSizeInBytes && hash.All(char.IsAsciiHexDigit)
                ? null
                : $"{_section}:{nameof(AccessOptions.AdministratorKeyHash)} is not a SHA-256 hash in hexadecimal";
        }

        if (string.IsNullOrWhiteSpace(key))
        {
            return $"{Key} is not set: there is no default key and no anonymous mode";
        }

        if (key.StartsWith(VaultReference, StringComparison.OrdinalIgnoreCase))
        {
            return $"{Key} is a vault reference that was not resolved: check the secret's address, and that the identity may read secrets";
        }

        if (key.Length is < AccessOptions.ShortestKey or > AccessOptions.LongestKey || key.Any(c => c is <= ' ' or > '~'))
        {
            return $"{Key} must have {AccessOptions.ShortestKey} to {AccessOptions.LongestKey} printable ASCII characters and no spaces";
        }

        // The gate recognizes completion tokens by this prefix.
        return key.StartsWith(AccessGate.CompletionPrefix, StringComparison.Ordinal)
                ? $"{Key} must not begin with {AccessGate.CompletionPrefix}, which marks completion tokens"
            : KeyStrength.BitsOf(key) < KeyStrength.Least
                ? $"{Key} is easy to guess: it is made of words, sequences or repetitions. Set a random one, such as "
                    + "openssl rand -base64 32 prints; Standalone makes one by itself if none is set"
            : null;
    }

    private IEnumerable<string> FaultsOfProxies(AccessOptions options)
    {
        for (var i = 0; i < options.TrustedProxies.Count; i++)
        {
            var text = options.TrustedProxies[i];
            var key = string.Create(CultureInfo.InvariantCulture, $"{_section}:{nameof(AccessOptions.TrustedProxies)}:{i}");
            if (!AddressRange.TryParse(text, out var range))
            {
                yield return $"{key}: '{text}' is not {AddressRange.Rule}";
            }
            else if (range.PrefixLength == 0)
            {
                yield return $"{key}: '{text}' is every address, so that callers could choose theirs; name the proxies' own range";
            }
        }
    }
}
