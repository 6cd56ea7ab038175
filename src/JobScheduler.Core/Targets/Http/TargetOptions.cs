using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.Extensions.Options;

namespace JobScheduler.Targets.Http;

/// <summary>Where HTTP targets may go and how long connecting may take. Configuration section <see cref="Section"/>.</summary>
public sealed class TargetOptions
{
    public const string Section = "Targets";

    /// <summary>
    /// Ranges that the guard lets through although they are not public, each an <see cref="AllowedRange"/>: <c>10.1.0.0/16</c>, or with
    /// ports <c>127.0.0.0/8:3000-3999</c> and <c>[::1/128]:3000-3999</c>. Empty by default. A name whose addresses include one outside is
    /// still refused, so <c>localhost</c> needs both of the latter.
    /// </summary>
    public IList<string> AllowedPrivateRanges { get; } = [];

    /// <summary>
    /// Where targets reach this API, for the header <c>JobScheduler-Callback</c>: the URL below which <c>/api/v1</c> is, such as
    /// <c>https://jobs.example.com</c>. Null: the head's own address, if it knows one that
    /// leads here from where the target is: a loopback address is told to targets on loopback only.
    /// </summary>
    public string? PublicUrl { get; set; }

    /// <summary>For resolving, connecting and TLS together. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:05:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a connection is used for further requests, and so how old its name's resolution may get. Default 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan ConnectionLifetime { get; set; } = TimeSpan.FromMinutes(1);
}

/// <summary>Refuses ranges that are not exact, and a public URL that is none, naming each with its configuration key.</summary>
internal sealed class TargetOptionsValidator : IValidateOptions<TargetOptions>
{
    public ValidateOptionsResult Validate(string? name, TargetOptions options)
    {
        var faults = new List<string>();
        for (var i = 0; i < options.AllowedPrivateRanges.Count; i++)
        {
            var range = options.AllowedPrivateRanges[i];
            if (!AllowedRange.TryParse(range, out _))
            {
                var key = string.Create(
                    CultureInfo.InvariantCulture, $"{TargetOptions.Section}:{nameof(options.AllowedPrivateRanges)}:{i}");
                faults.Add($"{key}: '{range}' is not {AllowedRange.Rule}");
            }
        }

        if (options.PublicUrl is { } url && CallbackAddress.Check(url) is { } fault)
        {
            faults.Add($"{TargetOptions.Section}:{nameof(options.PublicUrl)}: '{url}' {fault}");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
