using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Net;
using Microsoft.Extensions.Options;

namespace JobScheduler.Targets.Http;

/// <summary>Where HTTP targets may go and how long connecting may take. Configuration section <see cref="Section"/>.</summary>
public sealed class TargetOptions
{
    public const string Section = "Targets";

    /// <summary>
    /// Ranges in CIDR notation that the guard lets through although they are not public, such as <c>10.1.0.0/16</c>. Empty by default.
    /// A name whose addresses include one outside is still refused, so <c>localhost</c> needs both <c>127.0.0.0/8</c> and <c>::1/128</c>.
    /// </summary>
    public IList<string> AllowedPrivateRanges { get; } = [];

    /// <summary>For resolving, connecting and TLS together. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:05:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a connection is used for further requests, and so how old its name's resolution may get. Default 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan ConnectionLifetime { get; set; } = TimeSpan.FromMinutes(1);
}

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
