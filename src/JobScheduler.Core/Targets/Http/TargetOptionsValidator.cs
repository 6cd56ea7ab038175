using System.Globalization;
using System.Net;
using Microsoft.Extensions.Options;

namespace JobScheduler.Targets.Http;

/// <summary>Refuses ranges that are not exact CIDR notation, naming each with its configuration key.</summary>
internal sealed class TargetOptionsValidator : IValidateOptions<TargetOptions>
{
    public ValidateOptionsResult Validate(string? name, TargetOptions options)
    {
        var faults = new List<string>();
        for (var i = 0; i < options.AllowedPrivateRanges.Count; i++)
        {
            var range = options.AllowedPrivateRanges[i];
            if (!TryParse(range, out _))
            {
                var key = string.Create(
                    CultureInfo.InvariantCulture, $"{TargetOptions.Section}:{nameof(options.AllowedPrivateRanges)}:{i}");
                faults.Add(
                    $"{key}: '{range}' is not a range such as 10.1.0.0/16 or fd12:3456::/32 (its first address, slash, prefix length)");
            }
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    /// <summary>
    /// Stricter than <see cref="IPNetwork"/>, which takes 10/8 for 0.0.0.10/8 and drops host bits silently: what opens a guard
    /// must say what it means.
    /// </summary>
    public static bool TryParse(string? text, out IPNetwork range)
    {
        range = default;
        return text is not null
            && text.Split('/') is [var address, var length]
            && IPAddress.TryParse(address, out var first)
            && !address.Contains('%', StringComparison.Ordinal)
            && (first.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 || first.ToString() == address)
            && IPNetwork.TryParse(text, out range)
            && range.BaseAddress.Equals(first)
            && range.PrefixLength.ToString(CultureInfo.InvariantCulture) == length;
    }
}
