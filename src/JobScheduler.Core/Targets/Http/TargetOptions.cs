using System.ComponentModel.DataAnnotations;

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
